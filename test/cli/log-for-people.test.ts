import t from 'tap';
import { formatLogLine } from '../../cli/log-for-people.ts';
import { startCli } from '../support/cli.ts';

const plain = { columns: 80, paint: (_: string, text: string) => text };
const time = Date.UTC(2026, 2, 1, 12, 0, 5);

t.test('a scoring request is one row of a terminal', async (t) => {
  const fields = {
    requestId: '0f8fad5b-d9cb-469f-a165-70867728950e',
    ...{ status: 200, decision: 'scored', deployment: 'blue', durationMs: 3.21, outcome: 'complete' },
  };
  t.strictSame(formatLogLine({ level: 30, time, msg: 'scoring request', fields }, plain), [
    '12:00:05 200 scored, by blue, in 3 ms, id 0f8fad5b-d9cb-469f-a165-70867728950e',
  ]);
});

t.test('a longer entry goes on under its own words, and fields without a value are left out', async (t) => {
  const fields = {
    connection: 3,
    sni: null,
    alert: 'certificate_expired',
    sentBy: 'client',
    version: undefined,
  };
  const msg = 'TLS handshake that a right client refuses';
  t.strictSame(formatLogLine({ level: 40, time, msg, fields }, plain), [
    '12:00:05 warning: TLS handshake that a right client refuses connection=3',
    '         alert=certificate_expired sentBy=client',
  ]);
});

t.test('severity has a colour where the stream may have one', async (t) => {
  const paint = (style: string, text: string) => `<${style}>${text}</${style}>`;
  const [line] = formatLogLine({ level: 50, time, msg: 'oh', fields: {} }, { columns: 80, paint });
  t.equal(line, '<dim>12:00:05</dim> <red>error: </red>oh');
});

t.test('--log-format chooses sentences or JSON, whatever stderr is', async (t) => {
  await using people = await startCli(t.testdir(), '--log-format', 'people');
  await people.stop();
  t.match(people.stderr(), /^\d\d:\d\d:\d\d Minted a certificate authority/m);
  await using json = await startCli(t.testdir(), '--log-format', 'json');
  await json.stop();
  for (const line of json.stderr().trim().split('\n')) t.ok(JSON.parse(line).msg);
});
