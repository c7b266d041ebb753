import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { probeNamespaces } from '../../verify/netns/namespaces.ts';
import type { VerifyReport } from '../../verify/verdict.ts';
import { cli, MAIN } from '../support/cli.ts';
import { needs, type Ran, run } from '../support/tools.ts';

const support = await probeNamespaces();
const vias = support.works ? ['netns', 'proxy', 'direct'] : ['proxy', 'direct'];

const CURL = [
  ...['curl', '-sS', '--fail', '--max-time', '5', '-H', 'Authorization: Bearer {key}'],
  ...['-H', 'Content-Type: application/json', '-d', '{"data":[[1,2,3]]}', '{uri}'],
];

const verify = (dir: string, ...args: string[]): Promise<Ran> =>
  cli('verify', '--state', path.join(dir, 'state'), '--json', ...args);
const reportOf = ({ stdout }: Ran): VerifyReport => JSON.parse(stdout);
const verdicts = (ran: Ran): Record<string, string> =>
  Object.fromEntries(
    reportOf(ran).results.map(({ scenario, verdict, finding }) => [scenario, finding ?? verdict]),
  );

const CERTIFICATES = ['expired', 'fqdn-mismatch', 'self-signed', 'untrusted-root', 'incomplete-chain'];

t.test('a right client passes, however it gets into the worlds', { skip: needs('curl') }, async (t) => {
  const dir = t.testdir();
  for (const via of vias) {
    const ran = await verify(dir, '--via', via, '--scenario', ...CERTIFICATES, '--', ...CURL);
    t.equal(ran.code, 0, `${via}: ${ran.stderr}`);
    const found = verdicts(ran);
    for (const name of ['valid', ...CERTIFICATES]) t.equal(found[name], 'pass', `${via} ${name}`);
    t.equal(reportOf(ran).via, via);
  }
});

t.test(
  'a client that verifies nothing has leaked its key, however it gets there',
  { skip: needs('curl') },
  async (t) => {
    const dir = t.testdir();
    for (const via of vias) {
      const ran = await verify(dir, '--via', via, '--scenario', ...CERTIFICATES, '--', ...CURL, '-k');
      t.equal(ran.code, 1, via);
      const found = verdicts(ran);
      for (const name of CERTIFICATES) t.equal(found[name], 'leaked-key', `${via} ${name}`);
    }
  },
);

t.test('a client that never connects gets no verdict', async (t) => {
  const ran = await verify(t.testdir(), '--', 'true');
  t.equal(ran.code, 1);
  const report = reportOf(ran);
  t.same([...new Set(report.results.map(({ verdict }) => verdict))].sort(), ['inconclusive', 'skipped']);
  t.equal(report.summary.passed, 0);
  t.match(report.baseline?.remedies.join('\n'), /SCORING_URI/);
});

t.test('a client without an end is ended, with everything it started', { skip: needs('ps') }, async (t) => {
  const dir = t.testdir({ 'client.sh': 'sleep 4242 &\nsetsid sleep 4242 &\nsleep 4242\n' });
  const start = performance.now();
  const ran = await verify(
    dir,
    '--timeout',
    '1',
    '--scenario',
    'valid',
    '--',
    'sh',
    path.join(dir, 'client.sh'),
  );
  t.equal(ran.code, 1);
  t.ok(performance.now() - start < 15_000);
  const { stdout } = await run('ps', ['-eo', 'args']);
  // A client that puts itself into a session of its own can only be caught where it has its own process namespace.
  const left = stdout.split('\n').filter((line) => /^sleep 4242/.test(line));
  t.equal(left.length, 0, left.join());
});

t.test(
  "the reports are written, and yesterday's failures can be accepted",
  { skip: needs('curl') },
  async (t) => {
    const dir = t.testdir();
    const file = (name: string): string => path.join(dir, name);
    const reports = ['junit=v.xml', 'json=v.json', 'markdown=v.md', 'html=v.html', 'sarif=v.sarif'].map(
      (report) => {
        const [format, name] = report.split('=');
        return `${format}=${file(name ?? '')}`;
      },
    );
    const ran = await verify(dir, '--scenario', 'expired', '--report', ...reports, '--', ...CURL, '-k');
    t.equal(ran.code, 1);
    t.match(await readFile(file('v.xml'), 'utf8'), /<testsuite .*failures="1"/);
    t.match(JSON.parse(await readFile(file('v.sarif'), 'utf8')), { version: '2.1.0' });
    t.match(await readFile(file('v.md'), 'utf8'), /leaked-key/);
    t.match(await readFile(file('v.html'), 'utf8'), /^<!doctype html>/i);
    const again = await verify(
      dir,
      '--scenario',
      'expired',
      '--baseline',
      file('v.json'),
      '--',
      ...CURL,
      '-k',
    );
    t.equal(again.code, 0, 'known');
    const more = await verify(
      dir,
      '--scenario',
      'expired',
      'self-signed',
      '--baseline',
      file('v.json'),
      '--',
      ...CURL,
      '-k',
    );
    t.equal(more.code, 1, 'a new one counts');
  },
);

t.test('explains who said what, without the key', { skip: needs('curl') }, async (t) => {
  const dir = t.testdir();
  const ran = await cli('verify', '--state', path.join(dir, 'state'), '--explain', 'expired', '--', ...CURL);
  t.equal(ran.code, 0);
  t.match(ran.stdout, /ClientHello[\s\S]*Certificate[\s\S]*certificate_expired/);
});

t.test('a wrong command line is explained', async (t) => {
  const dir = t.testdir();
  const rows: [string[], number, RegExp][] = [
    [
      ['--', '/no/such/client'],
      2,
      /VERIFY_NO_CLIENT: The client "\/no\/such\/client" cannot be started \(ENOENT\)/,
    ],
    [['--scenario', 'expird', '--', 'true'], 2, /did you mean "expired"/],
    [['--report', 'pdf=x', '--', 'true'], 2, /--report has the value "pdf=x"/],
    [['--via', 'docker', '--', 'true'], 2, /VERIFY_IMAGE_MISSING/],
    [['--baseline', path.join(dir, 'none.json'), '--', 'true'], 2, /FILE_NOT_READABLE/],
    [['--timeout', '0', '--', 'true'], 2, /from 1 to 3600/],
    [
      ['--', 'python3 score.py'],
      2,
      /VERIFY_CLIENT_QUOTED[\s\S]*Did you quote the whole line\?.*verify -- python3 score\.py/,
    ],
    [['--scenario', 'expired,expird', '--', 'true'], 2, /no scenario "expird"/],
    [
      ['--report', `html=${dir}`, '--', 'true'],
      3,
      /NOT_WRITABLE.*it is a folder[\s\S]*Name a file with --report/,
    ],
    [[], 2, /missing required argument/],
  ];
  for (const [args, code, words] of rows) {
    const ran = await verify(dir, ...args);
    t.equal(ran.code, code, `${args.join(' ')}: ${ran.stderr}`);
    t.match(ran.stderr, words);
    t.notMatch(ran.stderr, /\n\s+at /);
  }
});

t.test('a report that cannot be written is reported before anything is run', async (t) => {
  const file = path.join(t.testdir(), 'nowhere', 'v.xml');
  const ran = await cli('verify', '--scenario', 'valid', '--report', `junit=${file}`, '--', 'true');
  t.equal(ran.code, 3);
  t.match(ran.stderr, /NOT_WRITABLE.*nowhere/);
  t.equal(ran.stdout, '');
  t.notMatch(ran.stderr, /via /);
});

t.test('a TMPDIR that does not exist is reported, and is no defect', async (t) => {
  const nowhere = path.join(t.testdir(), 'nowhere');
  const words = [
    'verify',
    '--via',
    'direct',
    '--scenario',
    'valid',
    '--state',
    path.join(t.testdir(), 's'),
    '--',
    'true',
  ];
  const ran = await run('env', [`TMPDIR=${nowhere}`, process.execPath, MAIN, ...words]);
  t.equal(ran.code, 3);
  t.match(ran.stderr, /NOT_WRITABLE.*nowhere.*ENOENT[\s\S]*TMPDIR/);
});

t.test(
  'a broken client is explained in the same way with --explain, with the first line of its error',
  async (t) => {
    const dir = t.testdir({
      'client.mjs': `process.stderr.write('Error: Cannot find module x\\n' + '    at frame (file:1:1)\\n'.repeat(200)); process.exit(1);`,
    });
    const client = [process.execPath, path.join(dir, 'client.mjs')];
    const run = (...args: string[]) =>
      cli('verify', '--via', 'direct', '--state', path.join(dir, 'state'), ...args, '--', ...client);
    const plain = await run('--scenario', 'expired,fqdn-mismatch');
    const explained = await run('--explain', 'expired');
    for (const { code, stdout } of [plain, explained]) {
      t.equal(code, 1);
      t.match(stdout, /does not score where nothing is wrong/);
      t.match(stdout, /^ {2}Error: Cannot find module x$/m, 'its first line');
      t.match(stdout, /Does it use SCORING_URI/);
    }
  },
);

t.test('Ctrl-C prints what was judged so far, and that it is not the whole', async (t) => {
  const dir = t.testdir({
    // It scores once, for the baseline, and then takes its time.
    'client.mjs': `
      import { existsSync, writeFileSync } from 'node:fs';
      import https from 'node:https';
      const seen = new URL('./seen', import.meta.url);
      if (existsSync(seen)) { writeFileSync(new URL('./second', import.meta.url), ''); setTimeout(() => {}, 60_000); }
      else {
        const headers = { authorization: 'Bearer ' + process.env.SCORING_KEY };
        https.request(process.env.SCORING_URI, { method: 'POST', headers }, (answer) => answer.resume().on('end', () => {
          writeFileSync(seen, ''); process.exit(0);
        })).end('{"data":[[1,2,3]]}');
      }`,
  });
  const words = [
    'verify',
    '--via',
    'direct',
    '--jobs',
    '1',
    '--timeout',
    '60',
    '--state',
    path.join(dir, 'state'),
  ];
  const child = spawn(
    process.execPath,
    [
      MAIN,
      ...words,
      '--scenario',
      'valid',
      'ec-p256-certificate',
      '--',
      process.execPath,
      path.join(dir, 'client.mjs'),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  // The second run has begun, so the first one is judged.
  while (!existsSync(path.join(dir, 'second')) && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  t.equal(code, 130);
  t.match(stdout, /Interrupted after 1 of 2 scenarios: 1 passed\. This is not the whole/);
});

t.test('says at the start what in the environment decides about the client', async (t) => {
  const words = ['verify', '--scenario', 'valid', '--state', path.join(t.testdir(), 'state'), '--', 'true'];
  const ran = await run('env', ['NODE_TLS_REJECT_UNAUTHORIZED=0', process.execPath, MAIN, ...words]);
  t.match(ran.stderr, /^NODE_TLS_REJECT_UNAUTHORIZED is set to 0 here: Node verifies no certificate/m);
});
