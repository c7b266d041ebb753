import { readFile } from 'node:fs/promises';
import t from 'tap';
import { Agent, request } from 'undici';
import { startCli } from '../support/cli.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

t.test('each scoring request is a line of the log, under the id that the client received', async (t) => {
  await using started = await startCli(t.testdir());
  const { scoringUri, caFile, key } = started.ready;
  const agent = new Agent({
    connect: {
      ca: await readFile(caFile ?? '', 'utf8'),
      lookup: (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
    },
  });
  t.teardown(() => agent.close());
  const score = async (bearer: string, headers: Record<string, string> = {}): Promise<string> => {
    const answer = await request(scoringUri, {
      dispatcher: agent,
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
      body: '{"data":[[1,2,3]]}',
    });
    await answer.body.dump();
    return String(answer.headers['x-ms-request-id']);
  };
  const own = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const received = [await score(key), await score('a-wrong-key'), await score(key, { 'x-request-id': own })];
  await started.stop();

  const lines = started
    .stderr()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const logged = lines.filter(({ msg }) => msg === 'scoring request');
  t.match(logged, [
    { level: 30, requestId: GUID, status: 200, decision: 'scored', deployment: 'blue', outcome: 'complete' },
    { level: 30, requestId: GUID, status: 401, decision: 'unauthorized' },
    { level: 30, requestId: own, status: 200 },
  ]);
  t.strictSame(
    logged.map(({ requestId }) => requestId),
    received,
  );
  for (const { time, durationMs } of logged) t.ok(time > 0 && durationMs > 0);
  for (const secret of [key, 'a-wrong-key']) t.notMatch(started.stderr(), secret, 'no key is in the log');
});
