import type { ClientScenario } from '../../scenarios/scenario.ts';
import { judgeAll } from './judge-table.ts';
import { answer, carrying, connection, endedRun, handshake, refusals, request, run } from './sightings.ts';

const httpsGone: Partial<ClientScenario> = { world: { httpsGone: true, plainHttp: 'serve' } };
const redirect: Partial<ClientScenario> = { name: 'redirect-to-http', mayReach: ['router'] };
const plainOnTlsPort = (keyInClear: boolean) =>
  connection({ handshake: handshake('plain-http'), offered: null, applicationBytes: 210, keyInClear });
const followed = { connections: [carrying('router'), carrying('plain', { connection: 2 })] };
const inClear = { requestId: 'r2', connection: 2, listener: 'http' } as const;

// What leaked outweighs everything that the client says of itself.
judgeAll([
  {
    says: 'a client that scores over an expired certificate has leaked its key',
    saw: { connections: [carrying('router')], requests: [request()] },
    run: run(0),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /^sent its bearer key and 400 bytes of its request to the endpoint that it should have refused$/,
  },
  {
    says: 'exit 1 does not bring a leaked key back',
    saw: { connections: [carrying('router')], requests: [request()] },
    run: run(1),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /bearer key/,
  },
  {
    says: 'a leak outranks a hang',
    saw: { connections: [carrying('router')], requests: [request({ answer: null })] },
    run: endedRun(),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /bearer key/,
  },
  {
    says: 'a leak outranks UNSUPPORTED',
    saw: { connections: [carrying('router')], requests: [request()] },
    run: run(0, { lastLine: 'UNSUPPORTED' }),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /bearer key/,
  },
  {
    says: 'refusing on a second connection does not make up for the first',
    saw: {
      connections: [carrying('router'), { ...refusals.withAlert('unknown_ca'), connection: 2 }],
      requests: [request()],
    },
    run: run(1, { lastLine: 'REJECT' }),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /bearer key/,
  },
  {
    says: 'a wrong key is a key all the same',
    saw: { connections: [carrying('router')], requests: [request({ authorization: 'invalid' })] },
    run: run(1),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /bearer key/,
  },
  {
    says: 'a request without a key leaks data',
    saw: { connections: [carrying('router')], requests: [request({ authorization: 'missing' })] },
    run: run(0),
    verdict: 'fail',
    finding: 'leaked-data',
    reason: /^sent 400 bytes of its request/,
  },
  {
    says: 'bytes that never became a request leak data',
    saw: { connections: [carrying('router', { applicationBytes: 12 })] },
    run: run(1),
    verdict: 'fail',
    finding: 'leaked-data',
    reason: /^sent 12 bytes/,
  },
  {
    says: 'falling back to plain HTTP leaks the key in clear',
    in: httpsGone,
    saw: { connections: [carrying('plain')], requests: [request({ listener: 'http' })] },
    run: run(0),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /to plain HTTP, in clear$/,
  },
  {
    says: 'plain HTTP on the TLS port leaks the key where it was in it',
    saw: { connections: [plainOnTlsPort(true)] },
    run: run(1),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /210 bytes of its request to plain HTTP/,
  },
  {
    says: 'plain HTTP on the TLS port without a key leaks data',
    saw: { connections: [plainOnTlsPort(false)] },
    run: run(1),
    verdict: 'fail',
    finding: 'leaked-data',
    reason: /plain HTTP/,
  },
  {
    says: 'a key that goes to another tenant’s router is leaked',
    saw: { connections: [carrying('other-router')], requests: [request()] },
    run: run(0),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /another router/,
  },
  {
    says: 'following a redirect to http leaks the key, though the first request was in order',
    in: redirect,
    saw: { ...followed, requests: [request({ answer: answer(308) }), request(inClear)] },
    run: run(0),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /plain HTTP/,
  },
  {
    says: 'following a redirect without the key still sends path and body in clear',
    in: redirect,
    saw: {
      ...followed,
      requests: [request({ answer: answer(308) }), request({ ...inClear, authorization: 'missing' })],
    },
    run: run(1),
    verdict: 'fail',
    finding: 'leaked-data',
    reason: /plain HTTP/,
  },
  {
    says: 'of several leaks the one with the key decides',
    saw: {
      connections: [carrying('router'), carrying('plain', { connection: 2 })],
      requests: [request(), request({ ...inClear, authorization: 'missing' })],
    },
    run: run(1),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /^sent its bearer key and 800 bytes .* should have refused and to plain HTTP, in clear$/,
  },
  {
    says: 'where scoring is right, a key that was sent in clear beforehand is leaked all the same',
    in: { expectation: 'accept' },
    saw: { ...followed, requests: [request(), request(inClear)] },
    run: run(0),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /plain HTTP/,
  },
  {
    says: 'where plain HTTP is what the settings ask for, it is no leak',
    in: { expectation: 'accept', mayReach: ['plain-http'] },
    saw: { connections: [carrying('plain')], requests: [request({ listener: 'http' })] },
    run: run(0),
    verdict: 'pass',
    finding: null,
    reason: /^scored/,
  },
  {
    says: 'a request whose connection fell out of a full log is still an answer that was had',
    in: { expectation: 'accept' },
    saw: { connections: [], requests: [request()] },
    run: run(0),
    verdict: 'pass',
    finding: null,
    reason: /^scored/,
  },
  {
    says: 'a request whose connection fell out of a full log is judged by its listener',
    saw: { connections: [], requests: [request({ listener: 'http' })] },
    run: run(1),
    verdict: 'fail',
    finding: 'leaked-key',
    reason: /plain HTTP/,
  },
]);
