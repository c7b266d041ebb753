import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import t from 'tap';
import { request } from 'undici';
import type { ReadyInfo } from '../../harness/harness.ts';
import { cli, type StartedCli, startCli } from '../support/cli.ts';
import { needs, type Ran, run } from '../support/tools.ts';

const curl = (ready: ReadyInfo, ...options: string[]): Promise<Ran> => {
  const port = new URL(ready.scoringUri).port;
  return run('curl', [
    ...['--silent', '--show-error', '--cacert', ready.caFile ?? ''],
    ...['--resolve', `${ready.fqdn}:${port}:127.0.0.1`, '-H', 'Content-Type: application/json'],
    ...['-d', '{"data":[[1,2,3]]}', '-w', '\n%{http_code}', ...options],
  ]);
};
const key = ({ key }: ReadyInfo): string[] => ['-H', `Authorization: Bearer ${key}`];

t.test('what start prints and writes works as pasted', { skip: needs('curl', 'dig') }, async (t) => {
  await using started = await startCli(t.testdir());
  const { ready } = started;
  t.equal(ready.pid, started.child.pid);
  t.match(started.stdout(), /www\.contoso\.com, TLS 1\.2/);
  const pasted = started.stdout().match(/^ {2}curl [\s\S]*?\/score$/m)?.[0] ?? '';
  const { stdout, stderr } = await run('sh', ['-c', `${pasted} --silent`]);
  t.same(JSON.parse(stdout), { result: [6] }, stderr);
  const dig = started.stdout().match(/^ {2}(dig .*)$/m)?.[1] ?? '';
  t.match((await run('sh', ['-c', `${dig} +short`])).stdout, /^127\.0\.0\.1$/m);
});

t.test('the statuses a client meets', { skip: needs('curl') }, async (t) => {
  await using started = await startCli(t.testdir());
  const { ready } = started;
  t.match((await curl(ready, ...key(ready), ready.scoringUri)).stdout, /\{"result": \[6\]\}\n200$/);
  t.match((await curl(ready, '-H', 'Authorization: Bearer wrong', ready.scoringUri)).stdout, /401$/);
  t.match((await curl(ready, ready.scoringUri)).stdout, /401$/);
  const unknown = ready.scoringUri.replace('/demo/', '/nothing/');
  t.match((await curl(ready, ...key(ready), unknown)).stdout, /404$/);
  const alias = ready.scoringUri.replace('/endpoint/', '/service/');
  t.match((await curl(ready, ...key(ready), alias)).stdout, /200$/);
  const swagger = ready.scoringUri.replace(/score$/, 'swagger.json');
  t.match((await curl(ready, ...key(ready), '--get', swagger)).stdout, /200$/);
});

t.test(
  'resolves the name over UDP and TCP, for dig and for nslookup',
  { skip: needs('dig', 'nslookup') },
  async (t) => {
    await using started = await startCli(t.testdir());
    const { dns, fqdn } = started.ready;
    for (const transport of ['+notcp', '+tcp']) {
      const { stdout } = await run('dig', [
        `@${dns.address}`,
        '-p',
        String(dns.port),
        transport,
        '+short',
        fqdn,
      ]);
      t.equal(stdout.trim(), '127.0.0.1', transport);
    }
    const { stdout } = await run('nslookup', [`-port=${dns.port}`, fqdn, dns.address]);
    t.match(stdout, /Address: 127\.0\.0\.1/);
  },
);

t.test('keeps its authority between runs, for its owner alone', async (t) => {
  const dir = t.testdir();
  const cas: string[] = [];
  for (let n = 0; n < 2; n += 1) {
    await using started = await startCli(dir);
    cas.push(await readFile(started.ready.caFile ?? '', 'utf8'));
  }
  t.equal(cas[0], cas[1]);
  t.equal((await stat(path.join(dir, 'state'))).mode & 0o777, 0o700);
});

t.test('two instances on one state folder do not meet', async (t) => {
  const dir = t.testdir();
  await using first = await startCli(dir);
  await using second = await startCli(dir);
  t.not(first.ready.httpsUrl, second.ready.httpsUrl);
  t.equal(first.ready.key, second.ready.key, 'the key belongs to the folder');
});

t.test('SIGTERM and SIGINT end it with exit status 0, and a request in flight is answered', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const dir = t.testdir({
      'score.mjs': 'export const run = () => new Promise((done) => setTimeout(() => done("late"), 400));',
    });
    await using started = await startCli(
      dir,
      '--score',
      path.join(dir, 'score.mjs'),
      '--plain-http',
      'serve',
    );
    const { ready } = started;
    const uri = ready.scoringUri.replace(/^https:..[^/]+/, ready.httpUrl ?? '');
    const answer = request(uri, {
      method: 'POST',
      headers: { authorization: `Bearer ${ready.key}` },
      body: '{}',
    });
    await seenInFlight(started);
    const stopped = started.stop(signal);
    const { statusCode, body } = await answer;
    t.equal(statusCode, 200);
    t.equal(await body.text(), '"late"');
    t.equal(await stopped, 0);
  }
});

/** Resolves when the router has the head of a request. */
async function seenInFlight({ ready }: StartedCli): Promise<void> {
  const { body } = await request(`${ready.controlUrl}/observations`, {
    headers: { accept: 'text/event-stream' },
  });
  for await (const chunk of body) if (String(chunk).includes('event: http-request')) break;
  body.destroy();
}

t.test('a port in use is reported with its number and the option that chooses another', async (t) => {
  const blocker = net.createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as AddressInfo;
  for (const option of ['--https-port', '--dns-port', '--control-port', '--model-port']) {
    const ports = ['--https-port', '0', '--http-port', '0', '--dns-port', '0', '--control-port', '0'];
    const ran = await cli('start', ...ports, '--state', t.testdir(), option, String(port));
    t.equal(ran.code, 3, option);
    t.match(
      ran.stderr,
      new RegExp(`^PORT_IN_USE: Port ${port} on 127\\.0\\.0\\.1 is already in use\\.`, 'm'),
    );
    t.match(ran.stderr, new RegExp(`hint: .*${option}`));
    t.notMatch(ran.stderr, /\n\s+at /, 'no stack trace');
  }
  blocker.close();
});

t.test('a state folder that cannot be one, a scenario that is none, a flag that is none', async (t) => {
  const dir = t.testdir({ file: '' });
  const notAFolder = await cli('start', '--state', path.join(dir, 'file', 'state'));
  t.equal(notAFolder.code, 3);
  t.match(notAFolder.stderr, /^NOT_WRITABLE: .*--state/ms);
  const noScenario = await cli('start', '--state', path.join(dir, 's'), '--scenario', 'expird');
  t.equal(noScenario.code, 2);
  t.match(noScenario.stderr, /SCENARIO_UNKNOWN: There is no scenario "expird"; did you mean "expired"\?/);
  for (const flags of [
    ['--https-port', 'x'],
    ['--https-port', '70000'],
    ['--plain-http', 'maybe'],
    ['--nonsense'],
  ]) {
    const ran = await cli('start', ...flags);
    t.equal(ran.code, 2, flags.join(' '));
    t.notMatch(ran.stderr, /\n\s+at /);
  }
  t.equal((await cli('nonsense')).code, 2);
  t.equal((await cli('--help')).code, 0);
});

t.test(
  "serves a secret of one's own, renews it on SIGHUP, and keeps a good one from a bad one",
  { skip: needs('curl') },
  async (t) => {
    const dir = t.testdir();
    const folder = path.join(dir, 'secrets', 'contoso-tls');
    const issue = () => cli('certs', 'issue', '--out', folder, '--state', path.join(dir, 'state'));
    t.equal((await issue()).code, 0);
    await using started = await startCli(
      dir,
      '--secrets-dir',
      path.join(dir, 'secrets'),
      '--config',
      'sslSecret=contoso-tls',
    );
    const { ready } = started;
    const served = async (): Promise<{ fingerprint: string }> => {
      const { body } = await request(`${ready.controlUrl}/extension`);
      return ((await body.json()) as { served: { fingerprint: string } }).served;
    };
    const first = await served();
    t.match((await curl(ready, ...key(ready), ready.scoringUri)).stdout, /200$/);

    await issue();
    await seen(started, '"event":"changed"');
    t.same(await served(), first, 'not served before the update');
    started.child.kill('SIGHUP');
    await seen(started, '"event":"loaded"', 2);
    const second = await served();
    t.not(second.fingerprint, first.fingerprint);

    await writeFile(path.join(folder, 'key.pem'), 'not a key');
    await seen(started, '"event":"refused"');
    const { statusCode, body } = await request(`${ready.controlUrl}/extension`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    t.equal(statusCode, 422);
    t.match(await body.json(), { code: 'E40007', title: 'INVALID_SSL_SETTING' });
    t.same(await served(), second, 'the good one goes on');
    t.match((await curl(ready, ...key(ready), ready.scoringUri)).stdout, /200$/);
  },
);

/** Resolves when the event stream has shown `text` so many times. */
async function seen({ ready }: StartedCli, text: string, times = 1): Promise<void> {
  const { body } = await request(`${ready.controlUrl}/observations`, {
    headers: { accept: 'text/event-stream' },
  });
  let all = '';
  for await (const chunk of body) {
    all += chunk;
    if (all.split(text).length > times) break;
  }
  body.destroy();
}

t.test('neither the log nor the observations hold a key or a body', { skip: needs('curl') }, async (t) => {
  await using started = await startCli(t.testdir(), '--log-level', 'debug');
  const { ready } = started;
  await curl(ready, ...key(ready), '-d', '{"data":[[424242]]}', ready.scoringUri);
  await curl(ready, '-H', 'Authorization: Bearer some-other-secret', ready.scoringUri);
  const { body } = await request(`${ready.controlUrl}/observations`);
  const shown = (await body.text()) + started.stderr();
  for (const secret of [ready.key, 'some-other-secret', '424242']) t.notMatch(shown, secret);
});

t.test('a ready file that cannot be written is reported', async (t) => {
  const dir = t.testdir();
  const target = path.join(dir, 'a-folder');
  await mkdir(target);
  const ports = ['--https-port', '0', '--http-port', '0', '--dns-port', '0', '--control-port', '0'];
  const ran = await cli('start', ...ports, '--state', path.join(dir, 's'), '--ready-file', target);
  t.equal(ran.code, 3);
  t.match(ran.stderr, /^NOT_WRITABLE: .*--ready-file/ms);
});

t.test('the ready file is gone when the harness is, unless it is of another one by now', async (t) => {
  const dir = t.testdir();
  const readyFiles = async () => (await readdir(dir)).filter((name) => name.startsWith('ready-'));
  const started = await startCli(dir);
  t.equal((await readyFiles()).length, 1);
  await started.stop();
  t.strictSame(await readyFiles(), []);
  const again = await startCli(dir);
  const [file = ''] = await readyFiles();
  await writeFile(path.join(dir, file), '{"pid":1}');
  await again.stop();
  t.equal(await readFile(path.join(dir, file), 'utf8'), '{"pid":1}');
});

t.test('it listens on IPv6, and the name has an AAAA record', { skip: needs('dig') }, async (t) => {
  await using started = await startCli(t.testdir(), '--host', '::1');
  const { dns, fqdn, httpsUrl } = started.ready;
  t.match(httpsUrl, /^https:\/\/\[::1\]:\d+$/);
  const { stdout } = await run('dig', ['+short', '@::1', '-p', String(dns.port), fqdn, 'AAAA']);
  t.equal(stdout.trim(), '::1');
});

t.test('a certificate of the mock is named as one, and one that is put into service is logged', async (t) => {
  const dir = t.testdir();
  await using started = await startCli(dir);
  t.match(started.stdout(), /Serves: {3}SHA-256 .*, made by the mock/);
  const folder = path.join(dir, 'contoso-tls');
  const issued = await cli('certs', 'issue', '--out', folder, '--state', path.join(dir, 'state'));
  t.equal(issued.code, 0, issued.stderr);
  await using own = await startCli(dir, '--secrets-dir', dir, '--config', 'sslSecret=contoso-tls');
  t.notMatch(own.stdout(), /made by the mock/);
  own.child.kill('SIGHUP');
  await new Promise<void>((resolve) => {
    own.child.stderr?.on('data', () => {
      if (own.stderr().includes('certificate in service')) resolve();
    });
  });
});
