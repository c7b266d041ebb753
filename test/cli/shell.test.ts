import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import t from 'tap';
import { probeNamespaces } from '../../verify/netns/namespaces.ts';
import { MAIN } from '../support/cli.ts';
import { missing, run } from '../support/tools.ts';

const support = await probeNamespaces();
const skip =
  (process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS !== '1' && !support.works && support.missing) ||
  missing('curl', 'nslookup');

/** One command in a shell of its own, whose page is on a free port. */
const shell = (dir: string, options: string[], ...command: string[]) =>
  run(
    process.execPath,
    [MAIN, 'shell', '--state', path.join(dir, 'state'), '--control-port', '0', ...options, '--', ...command],
    '',
    60_000,
  );

t.test(
  'the name resolves, the router is on 443 and the CA is trusted, with tools as they come',
  { skip },
  async (t) => {
    const dir = t.testdir();
    const resolved = await shell(dir, [], 'nslookup', 'www.contoso.com');
    t.equal(resolved.code, 0, resolved.stderr);
    t.match(resolved.stdout, /Name:\twww\.contoso\.com\nAddress: 127\.0\.0\.1\n/);
    t.notMatch(resolved.stdout, 'recursion not available', 'the mock is the resolver');

    const script = [
      'unset CURL_CA_BUNDLE SSL_CERT_FILE',
      'curl --silent --show-error https://www.contoso.com/ || exit 9',
      'curl --silent --show-error --output /dev/null --max-time 5 http://www.contoso.com/ 2>/dev/null && exit 8',
      `curl --silent --show-error "$ARM_CLOUD_METADATA_URL"`,
      'exit 7',
    ].join('\n');
    const scored = await shell(dir, [], 'sh', '-c', script);
    t.equal(scored.code, 7, `the exit status of the command: ${scored.stderr}`);
    t.match(scored.stdout, /\{"error":\{"code":"NotFound".*"resourceManager":"https:\/\/localhost:9443\/"/);
  },
);

t.test('--empty is a cluster before the article: no record, nothing on 443', { skip }, async (t) => {
  const script = 'nslookup www.contoso.com; curl --silent --max-time 5 https://127.0.0.1/; exit $?';
  const { code, stdout } = await shell(t.testdir(), ['--empty'], 'sh', '-c', script);
  t.match(stdout, /can't find www\.contoso\.com: NXDOMAIN/);
  t.equal(code, 7, 'curl: connection refused');
});

t.test(
  'the page is reachable from outside, and only while the shell is there',
  { skip: skip || missing('sh') },
  async (t) => {
    const dir = t.testdir();
    const { spawn } = await import('node:child_process');
    const child = spawn(
      process.execPath,
      [MAIN, 'shell', '--state', path.join(dir, 'state'), '--control-port', '0'],
      {
        stdio: ['pipe', 'ignore', 'pipe'],
        env: { ...process.env, SHELL: '/bin/sh' },
      },
    );
    const ended = new Promise((resolve) => child.once('close', resolve));
    const url = await new Promise<string>((resolve, reject) => {
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk;
        const found = /The page: (\S+)/.exec(stderr)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('close', () => reject(new Error(stderr)));
    });
    // A line of the shell is read when the harness is up, and only then does the page answer.
    const health = async (): Promise<unknown> => {
      for (;;) {
        const answer = await fetch(`${url}/health`).catch(() => null);
        if (answer !== null) return answer.json();
      }
    };
    t.match(await health(), {
      status: 'ok',
      scoringUri: 'https://www.contoso.com/api/v1/endpoint/demo/score',
    });
    child.stdin.end('exit 5\n');
    t.equal(await ended, 5);
    await t.rejects(fetch(`${url}/health`));
  },
);

t.test('nothing is left behind, and a command that does not exist is 127', { skip }, async (t) => {
  const left = () => readdirSync(os.tmpdir()).filter((name) => name.startsWith('azureml-fe-shell-'));
  const before = left();
  t.match(await shell(t.testdir(), [], 'no-such-command'), { code: 127, stderr: /no-such-command/ });
  t.strictSame(
    left().filter((name) => !before.includes(name)),
    [],
  );
});
