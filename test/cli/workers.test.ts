import path from 'node:path';
import t from 'tap';
import { request } from 'undici';
import type { Observation } from '../../common/observations.ts';
import { cli, startCli } from '../support/cli.ts';
import { needs, run } from '../support/tools.ts';

const skip = process.platform === 'linux' ? needs('curl') : 'SO_REUSEPORT does not spread connections here';

t.test('a harness with workers is one harness', { skip }, async (t) => {
  const dir = t.testdir();
  const keyLog = path.join(dir, 'keys.log');
  await using started = await startCli(dir, '--workers', '2', '--tls-key-log', keyLog);
  const { httpsUrl, controlUrl, key, caFile } = started.ready;
  const { port } = new URL(httpsUrl ?? '');
  const curl = (name: string) =>
    run('curl', [
      ...['--silent', '--show-error', '--cacert', caFile ?? '', '--resolve', `${name}:${port}:127.0.0.1`],
      ...['--header', `Authorization: Bearer ${key}`, '--header', 'Content-Type: application/json'],
      ...['--data', '{"data":[[1,2,3]]}', `https://${name}:${port}/api/v1/endpoint/demo/score`],
    ]);
  for (let round = 0; round < 8; round += 1)
    t.equal((await curl('www.contoso.com')).stdout, '{"result": [6]}');
  const observations = await request(`${controlUrl}/observations`);
  const { events } = (await observations.body.json()) as { events: Observation[] };
  t.equal(events.filter(({ kind }) => kind === 'http-request').length, 8, 'all of them, at once');

  const metrics = await request(`${controlUrl}/metrics`);
  t.match(
    await metrics.body.text(),
    /azureml_fe_requests_total\{code="200",decision="scored",deployment="blue"\} 8/,
  );

  const expired = await curl('expired.badfe.test');
  t.equal(expired.code, 60, 'the hosts of the scenarios are behind the same port');
  t.match(expired.stderr, /expired/);

  await request(`${controlUrl}/scenario`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"no-traffic"}',
  }).then(({ statusCode, body }) => body.dump().then(() => t.equal(statusCode, 200)));
  for (let round = 0; round < 4; round += 1) t.match((await curl('www.contoso.com')).stdout, /NoTraffic/);
  t.ok((await run('grep', ['-c', 'CLIENT_RANDOM', keyLog])).stdout.trim() !== '0');
  t.equal(await started.stop('SIGINT'), 0);
});

t.test('as many workers as there cannot be are refused', async (t) => {
  for (const count of ['0', '65', 'all']) {
    const ran = await cli('gateway', '--workers', count);
    t.equal(ran.code, 2);
    t.match(ran.stderr, /--workers/);
  }
});
