import t from 'tap';
import { judge } from '../../verify/judge.ts';
import {
  answer,
  carrying,
  connection,
  endedRun,
  observed,
  refusals,
  request,
  run,
  scenario,
  TARGET,
} from './sightings.ts';

t.test('the evidence names the leaked key by its print alone, and is in order of time', async (t) => {
  const { evidence } = judge({
    scenario: scenario({ mayReach: ['router'] }),
    observed: observed({
      queries: [],
      connections: [carrying('router', { ms: 10 }), carrying('plain', { ms: 25, connection: 2 })],
      requests: [
        request({ ms: 20, answer: answer(308) }),
        request({ ms: 30, requestId: 'r2', connection: 2, listener: 'http', answer: answer(200) }),
      ],
    }),
    run: run(0),
    target: TARGET,
    keyPrint: 'abcd… (sha256 00000000)',
  });
  const [key, ...lines] = evidence;
  t.equal(key, 'the key that leaked: abcd… (sha256 00000000)');
  t.match(lines, [
    /connection 1 to https/,
    /answered with a 308/,
    /connection 2 to http /,
    /connection 2, key valid/,
  ]);
});

t.test('the evidence has time, DNS, SNI, versions, alert, bytes and the last words', async (t) => {
  const { evidence } = judge({
    scenario: scenario(),
    observed: observed({ connections: [refusals.withAlert('certificate_expired')] }),
    run: run(60, {
      leftRunning: 2,
      stderrTail: 'trying\n\u001b[31mcurl: (60) certificate has expired\u001b[0m\n',
    }),
    target: TARGET,
    keyPrint: 'abcd… (sha256 00000000)',
  });
  t.strictSame(evidence, [
    '12:00:00.500Z DNS www.contoso.com A over udp: NOERROR www.contoso.com. 60 IN A 127.0.0.1',
    '12:00:00.500Z connection 1 to https at 127.0.0.1:8443, SNI www.contoso.com, offered TLSv1.3 TLSv1.2, ' +
      'handshake refused-by-client, alert certificate_expired from the client, ended by client-fin, ' +
      '300 bytes received, 0 of them of a request',
    'it left 2 processes running when it exited',
    'its last line on stderr: curl: (60) certificate has expired',
  ]);
});

t.test('a client in an endless loop does not flood the evidence', async (t) => {
  const connections = Array.from({ length: 500 }, (_, index) => connection({ connection: index + 1 }));
  const { evidence } = judge({
    scenario: scenario(),
    observed: observed({ connections, queries: [] }),
    run: endedRun(),
    target: TARGET,
  });
  t.equal(evidence.length, 9);
  t.equal(evidence.at(-1), '… and 492 more connections');
});
