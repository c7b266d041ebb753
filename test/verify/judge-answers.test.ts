import type { ClientScenario } from '../../scenarios/scenario.ts';
import { judgeAll } from './judge-table.ts';
import { answer, carrying, endedRun, handshake, refusals, request, run } from './sightings.ts';

const withTheAnswer: Partial<ClientScenario> = { mayReach: ['router'] };
const connections = [carrying('router')];

// The fault comes with the answer: the request may arrive, and the client is judged by what it makes of it.
judgeAll([
  {
    says: 'a client that stops at the redirect rejects',
    in: withTheAnswer,
    saw: { connections, requests: [request({ answer: answer(308) })] },
    run: run(1),
    verdict: 'pass',
    finding: null,
    reason: /^got a 308, and exited 1$/,
  },
  {
    says: 'a client that takes a redirect for a success accepted it',
    in: withTheAnswer,
    saw: { connections, requests: [request({ answer: answer(308) })] },
    run: run(0),
    verdict: 'fail',
    finding: 'accepted',
    reason: /^took a 308 for a success and exited 0$/,
  },
  {
    says: 'a client that takes a body that was cut off for a success accepted it',
    in: withTheAnswer,
    saw: { connections, requests: [request({ answer: answer(200, { outcome: 'cut' }) })] },
    run: run(0),
    verdict: 'fail',
    finding: 'accepted',
    reason: /^took a 200 that was cut off for a success/,
  },
  {
    says: 'a client that makes a success of no answer at all accepted it',
    in: withTheAnswer,
    saw: { connections, requests: [request({ answer: answer(null, { outcome: 'cut' }) })] },
    run: run(0),
    verdict: 'fail',
    finding: 'accepted',
    reason: /^took no answer at all for a success/,
  },
  {
    says: 'a client that prints REJECT about the answer rejects, whatever its exit status',
    in: withTheAnswer,
    saw: { connections, requests: [request({ answer: answer(502) })] },
    run: run(0, { lastLine: 'REJECT' }),
    verdict: 'pass',
    finding: null,
    reason: /exited 0 saying REJECT/,
  },
  {
    says: 'a client that waits for ever for a body that never ends is hung',
    in: withTheAnswer,
    saw: { connections, requests: [request({ answer: answer(200, { outcome: 'client-gone' }) })] },
    run: endedRun(),
    verdict: 'fail',
    finding: 'hung',
    reason:
      /^sent its request and got a 200 that it did not read to the end, and was still running after 2 s/,
  },
  {
    says: 'a client that asks again and again until it is ended is hung, and its requests are counted',
    in: { ...withTheAnswer, retries: { min: 0, max: 3 } },
    saw: {
      connections,
      requests: Array.from({ length: 90 }, (_, index) =>
        request({ requestId: `r${index}`, answer: answer(503) }),
      ),
    },
    run: endedRun(),
    verdict: 'fail',
    finding: 'hung',
    reason: /^sent 90 requests and got a 503/,
  },
  {
    says: 'a client that never sent its request was not tried by the answer',
    in: withTheAnswer,
    saw: { connections: [refusals.withAlert('unknown_ca')] },
    run: run(1),
    verdict: 'inconclusive',
    finding: 'never-asked',
    reason: /it never sent the request whose answer is the trial/,
  },
  {
    says: 'a client that was told http:// and met TLS was tried, although its request was never read as one',
    in: { mayReach: ['plain-http'] },
    saw: { connections: [carrying('plain', { handshake: handshake('plain-http') })] },
    run: run(1),
    verdict: 'pass',
    finding: null,
    reason: /^spoke plain HTTP to the TLS port, and exited 1$/,
  },
]);
