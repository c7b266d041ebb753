import t from 'tap';
import { Admission, type Place, type Waiter } from '../../../gateway/routing/admission.ts';

/** A waiter that writes down what becomes of it. */
function waiter(name: string, story: string[]): Waiter {
  return { admitted: () => story.push(`${name} admitted`), expired: () => story.push(`${name} expired`) };
}

/** Lets a waiter into the queue, where it must have to wait. */
function queue(admission: Admission, waiter: Waiter): Place {
  const place = admission.enter(waiter);
  if (typeof place === 'string') throw new Error(`it did not have to wait: ${place}`);
  return place;
}

t.test('as many as there are slots go in at once, the next ones wait', async (t) => {
  const admission = new Admission({ slots: 2, maxQueueWaitMs: 60_000, maxPending: null });
  const story: string[] = [];
  t.equal(admission.enter(waiter('a', story)), 'admitted');
  t.equal(admission.enter(waiter('b', story)), 'admitted');
  const c = queue(admission, waiter('c', story));
  t.equal(admission.inFlight, 2);
  t.equal(admission.queued, 1);
  t.strictSame(story, [], 'a request that was admitted at once is not called back');
  admission.leave(c);
});

t.test('the queue is first come first served', async (t) => {
  const admission = new Admission({ slots: 1, maxQueueWaitMs: 60_000, maxPending: null });
  const story: string[] = [];
  for (const name of ['a', 'b', 'c']) admission.enter(waiter(name, story));
  admission.release();
  t.strictSame(story, ['b admitted']);
  admission.release();
  t.strictSame(story, ['b admitted', 'c admitted']);
  admission.release();
  t.equal(admission.inFlight, 0);
});

t.test('who leaves the queue is passed over', async (t) => {
  const admission = new Admission({ slots: 1, maxQueueWaitMs: 60_000, maxPending: null });
  const story: string[] = [];
  admission.enter(waiter('a', story));
  const b = queue(admission, waiter('b', story));
  const c = queue(admission, waiter('c', story));
  queue(admission, waiter('d', story));
  const e = queue(admission, waiter('e', story));
  admission.leave(c);
  admission.leave(b);
  admission.leave(e);
  t.equal(admission.queued, 1);
  queue(admission, waiter('f', story));
  admission.release();
  admission.release();
  t.strictSame(story, ['d admitted', 'f admitted']);
  t.equal(admission.queued, 0);
});

t.test('a request that waited for max_queue_wait_ms expires and gets no slot', async (t) => {
  const admission = new Admission({ slots: 1, maxQueueWaitMs: 5, maxPending: null });
  const { promise, resolve } = Promise.withResolvers<void>();
  admission.enter({ admitted: () => undefined, expired: () => undefined });
  admission.enter({ admitted: () => t.fail('it was let in after its time'), expired: resolve });
  await promise;
  t.equal(admission.queued, 0);
  admission.release();
  t.equal(admission.inFlight, 0);
});

t.test('above the bound of pending requests none may wait', async (t) => {
  const admission = new Admission({ slots: 1, maxQueueWaitMs: 60_000, maxPending: 2 });
  const story: string[] = [];
  t.equal(admission.enter(waiter('a', story)), 'admitted');
  const b = queue(admission, waiter('b', story));
  t.equal(admission.enter(waiter('c', story)), 'full');
  admission.leave(b);
});

t.test('with max_queue_wait_ms 0 no request waits', async (t) => {
  const admission = new Admission({ slots: 1, maxQueueWaitMs: 0, maxPending: null });
  t.equal(admission.enter(waiter('a', [])), 'admitted');
  t.equal(admission.enter(waiter('b', [])), 'full');
});

t.test('it is drained when the last request in work has ended', async (t) => {
  const admission = new Admission({ slots: 1, maxQueueWaitMs: 60_000, maxPending: null });
  await admission.drained();
  const story: string[] = [];
  admission.enter(waiter('a', story));
  admission.enter(waiter('b', story));
  const drained = admission.drained().then(() => story.push('drained'));
  admission.release();
  admission.release();
  await drained;
  t.strictSame(story, ['b admitted', 'drained']);
});
