import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, readFile, watch } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { probeNamespaces } from '../../verify/netns/namespaces.ts';
import type { VerifyReport } from '../../verify/verdict.ts';
import { cli } from '../support/cli.ts';
import { needs, run } from '../support/tools.ts';

const root = path.resolve(import.meta.dirname, '../..');
const SCORE = path.join(root, 'examples/clients/curl/score.sh');
const FETCH = path.join(root, 'examples/clients/node/fetch-client.mjs');
const support = await probeNamespaces();
const VIAS = support.works ? ['netns', 'proxy', 'direct'] : ['proxy', 'direct'];

t.setTimeout(300_000);
const state = t.testdir();

const verify = (...args: string[]) => cli('verify', '--state', state, '--json', ...args);
const reportOf = ({ stdout }: { stdout: string }): VerifyReport => JSON.parse(stdout);
const resultOf = (report: VerifyReport, name: string) =>
  report.results.find(({ scenario }) => scenario === name);

/** Processes of the whole machine whose command line is exactly that. */
async function running(commandLine: string): Promise<number> {
  const { stdout } = await run('ps', ['-eo', 'args']);
  return stdout.split('\n').filter((line) => line.trim() === commandLine).length;
}

t.test(
  'a client that leaves a daemon behind is judged, and the daemon is ended',
  {
    skip: needs('curl', 'setsid', 'ps'),
  },
  async (t) => {
    const dir = t.testdir({ 'client.sh': `setsid sleep 5151 &\nexec ${SCORE}\n` });
    for (const via of VIAS) {
      const ran = await verify(
        '--via',
        via,
        '--scenario',
        'expired',
        '--',
        'sh',
        path.join(dir, 'client.sh'),
      );
      t.equal(ran.code, 0, `${via}: ${ran.stderr}`);
      t.equal(reportOf(ran).summary.passed, 2, via);
      t.equal(await running('sleep 5151'), 0, via);
    }
  },
);

t.test('Ctrl-C ends the client too, and says 130', { skip: needs('setsid', 'ps') }, async (t) => {
  for (const via of VIAS) {
    const dir = t.testdir({ 'client.sh': 'setsid sleep 5252 &\n: > "$1"\nsleep 5252\n' });
    const begun = path.join(dir, 'begun');
    const folders = watch(dir);
    const command = ['--via', via, '--timeout', '60', '--', 'sh', path.join(dir, 'client.sh'), begun];
    const child = spawn(
      process.execPath,
      [path.join(root, 'cli/main.ts'), 'verify', '--state', state, ...command],
      { stdio: 'ignore' },
    );
    for await (const _ of folders) if (existsSync(begun)) break;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    t.same(await ended, [130, null], via);
    t.equal(await running('sleep 5252'), 0, via);
  }
});

t.test('a client that crashes over a certificate has refused nothing', { skip: needs('curl') }, async (t) => {
  const dir = t.testdir({ 'client.sh': `${SCORE} && exit 0\nkill -SEGV $$\n` });
  const ran = await verify('--scenario', 'expired', '--', 'sh', path.join(dir, 'client.sh'));
  t.equal(ran.code, 1, ran.stderr);
  const result = resultOf(reportOf(ran), 'expired');
  t.equal(result?.finding, 'crashed');
  t.equal(result?.exitCode, null);
  t.match(result?.reason, /^crashed \(SIGSEGV\)$/);
});

t.test('a client that prints its key does not get it into a report', { skip: needs('curl') }, async (t) => {
  const dir = t.testdir({
    'client.sh': `echo "$SCORING_KEY" >> "$1"\n${SCORE} && exit 0\necho "key $SCORING_KEY"\necho "key $SCORING_KEY" >&2\nexit 1\n`,
  });
  const keys = path.join(dir, 'keys');
  const reports = ['html', 'markdown', 'junit', 'sarif', 'json'].map(
    (format) => [format, path.join(dir, `report.${format}`)] as const,
  );
  const ran = await verify(
    ...['--scenario', 'expired', '--report', ...reports.map(([format, file]) => `${format}=${file}`)],
    ...['--', 'sh', path.join(dir, 'client.sh'), keys],
  );
  t.equal(ran.code, 0, ran.stderr);
  const printed = (await readFile(keys, 'utf8')).trim().split('\n');
  t.equal(printed.length, 2, 'the client was run twice');
  const texts = [
    ran.stdout,
    ran.stderr,
    ...(await Promise.all(reports.map(([, file]) => readFile(file, 'utf8')))),
  ];
  for (const key of printed) t.notOk(texts.some((text) => text.includes(key)));
  t.match(resultOf(reportOf(ran), 'expired')?.stderrTail, /key .{4}… \(sha256 [0-9a-f]{8}\)/);
});

t.test('a file that may not be executed is no client, and the command line is to blame', async (t) => {
  const dir = t.testdir({ 'client.sh': 'exit 0\n' });
  const file = path.join(dir, 'client.sh');
  await chmod(file, 0o600);
  for (const via of VIAS) {
    const ran = await verify('--via', via, '--', file);
    t.equal(ran.code, 2, via);
    t.match(ran.stderr, /VERIFY_NO_CLIENT: The client ".*client\.sh" cannot be started \(EACCES\)/);
  }
});

t.test('a client that cannot score is explained once, not scenario by scenario', async (t) => {
  const ran = await verify('--', 'false');
  t.equal(ran.code, 1);
  t.equal(ran.stderr.match(/not as described/g)?.length, 1, ran.stderr);
});

t.test('certificates are judged alike, whichever way the client takes', async (t) => {
  const names = [
    ...['expired', 'not-yet-valid', 'expired-intermediate', 'fqdn-mismatch', 'self-signed', 'untrusted-root'],
    ...['incomplete-chain', 'man-in-the-middle', 'leaf-as-ca', 'two-intermediates', 'ip-address-certificate'],
  ];
  const verdicts = async (via: string): Promise<Record<string, string>> => {
    const report = reportOf(
      await verify('--via', via, '--scenario', ...names, '--', process.execPath, FETCH),
    );
    return Object.fromEntries(report.results.map(({ scenario, verdict }) => [scenario, verdict]));
  };
  const everything = Object.fromEntries(['valid', ...names].map((name) => [name, 'pass']));
  for (const via of VIAS.filter((each) => each !== 'direct')) t.same(await verdicts(via), everything, via);
});

t.test(
  'a client that keeps loopback addresses away from its proxy gets there all the same',
  {
    skip: needs('curl'),
  },
  async (t) => {
    const dir = t.testdir({ 'client.sh': `export no_proxy=127.0.0.1\nexec ${SCORE}\n` });
    const scenarios = ['ip-address-certificate', 'ip-address-mismatch'];
    const ran = await verify(
      '--via',
      'proxy',
      '--scenario',
      ...scenarios,
      '--',
      'sh',
      path.join(dir, 'client.sh'),
    );
    t.equal(ran.code, 0, ran.stderr);
    for (const name of scenarios) t.equal(resultOf(reportOf(ran), name)?.verdict, 'pass', name);
  },
);
