import path from 'node:path';
import t from 'tap';
import { cli } from '../support/cli.ts';

const SETTINGS = {
  enableInference: 'True',
  inferenceRouterServiceType: 'LoadBalancer',
  sslSecret: 'my-tls',
  sslCname: 'www.contoso.com',
};

const dryRun = (...args: string[]) => cli('k8s-extension', 'create', '--dry-run', '--json', ...args);

t.test('settings come from a file as they come from the line', async (t) => {
  const file = path.join(t.testdir({ 'settings.json': JSON.stringify(SETTINGS) }), 'settings.json');
  const words = Object.entries(SETTINGS).map(([key, value]) => `${key}=${value}`);
  const typed = await dryRun('--config', ...words);
  t.equal(typed.code, 0, typed.stderr);
  for (const option of ['--config-file', '--configuration-settings-file']) {
    const read = await dryRun(option, file);
    t.equal(read.code, 0, read.stderr);
    t.strictSame(JSON.parse(read.stdout), JSON.parse(typed.stdout));
  }
});

t.test('what is protected in a file stays out of sight', async (t) => {
  const hidden = {
    sslCertPemFile: '/nowhere/cert.pem',
    sslKeyPemFile: '/nowhere/key.pem',
    extra: 'hush-hush',
  };
  const file = path.join(t.testdir({ 'hidden.json': JSON.stringify(hidden) }), 'hidden.json');
  const ran = await dryRun(
    ...['--config', 'enableInference=True', 'inferenceRouterServiceType=LoadBalancer', 'sslCname=a.b'],
    ...['--config-protected-file', file],
  );
  t.equal(ran.code, 1);
  t.match(ran.stdout, /EXTENSION_FILE_NOT_FOUND|no such file/);
  t.notMatch(ran.stdout + ran.stderr, /hush-hush/);
});

t.test('a corrected line has its settings written out, and no file beside them', async (t) => {
  const wrong = { ...SETTINGS, sslCname: undefined, sslCnam: 'www.contoso.com' };
  const file = path.join(t.testdir({ 'settings.json': JSON.stringify(wrong) }), 'settings.json');
  const { correctedLine } = JSON.parse((await dryRun('--config-file', file)).stdout);
  t.match(correctedLine, /sslCname=www\.contoso\.com/);
  t.notMatch(correctedLine, /--config-file/);
});

t.test('a file that is none, or that stands beside settings, is refused', async (t) => {
  const dir = t.testdir({
    'list.json': '[]',
    'text.json': 'enableInference=True',
    'nested.json': '{"sslCname":{"secret":"hush-hush"}}',
    'null.json': '{"sslCname":null}',
    'good.json': JSON.stringify(SETTINGS),
  });
  const rows: [string[], RegExp][] = [
    [['--config-file', path.join(dir, 'none.json')], /FILE_NOT_READABLE.*none\.json/],
    [['--config-file', path.join(dir, 'list.json')], /AZ_SETTINGS_FILE.*no JSON object/],
    [['--config-protected-file', path.join(dir, 'text.json')], /AZ_SETTINGS_FILE.*no JSON object/],
    [['--config-file', path.join(dir, 'nested.json')], /AZ_SETTINGS_FILE.*a nested "sslCname"/],
    [['--config-file', path.join(dir, 'null.json')], /AZ_SETTINGS_FILE.*null as "sslCname"/],
    [['--config', 'a=b', '--config-file', path.join(dir, 'good.json')], /AZ_SETTINGS_TWICE/],
    [['--config-file'], /AZ_VALUE_MISSING/],
  ];
  for (const [args, words] of rows) {
    const ran = await dryRun(...args);
    t.equal(ran.code, 2, ran.stderr);
    t.match(ran.stderr, words);
    t.notMatch(ran.stderr, /hush-hush/);
  }
});
