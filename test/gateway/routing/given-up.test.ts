import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Dispatcher } from 'undici';
import { silentLogger } from '../../../common/logger.ts';
import { Exchange } from '../../../gateway/http/exchange.ts';
import { Forwarding } from '../../../gateway/http/forwarding.ts';
import { AnswerBook } from '../../../gateway/routing/answer-book.ts';
import { LiveDeployment } from '../../../gateway/routing/live-deployment.ts';
import { blue, SCORE } from './support.ts';

t.test('a request that was given up while its connection was being made is never sent', async (t) => {
  const deployment = new LiveDeployment({
    endpoint: 'demo',
    spec: blue('http://127.0.0.1:9', { requestTimeoutMs: 20 }),
    pendingPerSlot: null,
    log: silentLogger,
  });
  t.teardown(() => deployment.destroy());
  // A pool whose connection takes for ever, and which hands out what it was given to do.
  let handler: Dispatcher.DispatchHandler = {};
  deployment.pool.dispatch = (_options, given) => {
    handler = given;
    return true;
  };

  const server = http.createServer((request, response) => {
    const context = {
      book: new AnswerBook('kubernetes'),
      observe: () => undefined,
      log: silentLogger,
      bodyLimitBytes: 1000,
      forwardAuthorization: false,
      knownKeys: () => [],
    };
    const ids = { requestId: 'one', clientRequestId: null };
    const exchange = new Exchange(context, request, response, { id: 1, listener: 'http' }, ids, 'demo');
    new Forwarding(exchange, deployment, { endpoint: 'demo', operation: 'score', query: '' }).start();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => server.close());

  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${SCORE}`, { headers: { connection: 'close' } });
  t.equal(answer.status, 504);
  t.equal(deployment.admission.inFlight, 0, 'its slot is free already');

  const reasons: Error[] = [];
  const controller = {
    aborted: false,
    paused: false,
    reason: null,
    pause: () => undefined,
    resume: () => undefined,
  };
  const abort = (reason: Error): unknown => reasons.push(reason);
  handler.onRequestStart?.({ ...controller, abort }, null);
  t.match(reasons, [/given up/]);
  handler.onResponseError?.({ ...controller, abort }, new Error('aborted'));
  t.equal(deployment.admission.inFlight, 0, 'and is not given back twice');
});
