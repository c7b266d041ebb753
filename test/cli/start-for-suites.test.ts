import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import t from 'tap';
import { request } from 'undici';
import { MAIN, startCli } from '../support/cli.ts';
import { missing, run } from '../support/tools.ts';

t.test(
  '--stop-with-stdin ends with the program that holds its standard input, however that ends',
  async (t) => {
    const dir = t.testdir();
    const launcher = [MAIN, 'start', '--json', '--stop-with-stdin', '--state', path.join(dir, 'state')];
    const ports = ['--https-port', '0', '--http-port', '0', '--dns-port', '0', '--control-port', '0'];
    const parent = `
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ${JSON.stringify([...launcher, ...ports])}, { stdio: ['pipe', 'inherit', 'inherit'] });
    setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--eval', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(child.stdout, 'data');
    const { controlUrl } = JSON.parse(String(line));
    t.equal((await request(`${controlUrl}/health`)).statusCode, 200);
    child.kill('SIGKILL');
    // The harness has the other end of this pipe, so its end is the end of the harness.
    await once(child.stdout.resume(), 'end');
    await t.rejects(request(`${controlUrl}/health`), { code: 'ECONNREFUSED' });
  },
);

t.test('--proxy leads a client that only knows the name', { skip: missing('curl') }, async (t) => {
  await using started = await startCli(t.testdir(), '--proxy', '--json');
  const { ready } = started;
  const { proxyUrl }: { proxyUrl: string } = JSON.parse(started.stdout());
  const { stdout, stderr } = await run('curl', [
    ...['--silent', '--show-error', '--proxy', proxyUrl, '--cacert', ready.caFile ?? ''],
    ...[
      '-H',
      `Authorization: Bearer ${ready.key}`,
      '-H',
      'Content-Type: application/json',
      '-d',
      '{"data":[[1,2,3]]}',
      ready.scoringUri,
    ],
  ]);
  t.same(JSON.parse(stdout || '{}'), { result: [6] }, stderr);
  t.equal(await started.stop(), 0);
  t.not((await run('curl', ['--silent', proxyUrl])).code, 0, 'it ends with the harness');
});
