import t from 'tap';
import { Admission, type Waiter } from '../../../gateway/routing/admission.ts';
import { SharedSlots } from '../../../gateway/workers/shared-slots.ts';

/** The admissions of several workers over one memory, in one thread: `wake` calls instead of sending. */
function admissionsOf(workers: number, limits: { slots: number; maxPending?: number }) {
  const memory = new Int32Array(SharedSlots.size(workers));
  const turns: (() => void)[] = [];
  const slots = Array.from(
    { length: workers },
    (_, me) =>
      new SharedSlots(memory, 0, {
        workers,
        me,
        wake: (worker) => turns[worker]?.(),
        onTurn: (turn) => {
          turns[me] = turn;
          return () => undefined;
        },
      }),
  );
  // Longer than any test lets the event loop turn, and short, because those who still wait keep the process alive.
  const all = { maxQueueWaitMs: 100, maxPending: null, ...limits };
  return { admissions: slots.map((own) => new Admission(all, own)), slots, memory };
}

const waiter = (name: string, story: string[]): Waiter => ({
  admitted: () => story.push(`${name} admitted`),
  expired: () => story.push(`${name} expired`),
});

t.test('slots are given out in the order in which they were asked for, wherever that was', async (t) => {
  const { admissions } = admissionsOf(3, { slots: 1 });
  const [a, b, c] = admissions as [Admission, Admission, Admission];
  const story: string[] = [];
  t.equal(a.enter(waiter('first', story)), 'admitted');
  b.enter(waiter('second', story));
  c.enter(waiter('third', story));
  a.enter(waiter('fourth', story));
  b.enter(waiter('fifth', story));
  t.equal(a.queued, 4);
  for (const working of [a, b, c, a, b]) working.release();
  t.strictSame(story, ['second admitted', 'third admitted', 'fourth admitted', 'fifth admitted']);
  t.match({ inFlight: c.inFlight, queued: c.queued }, { inFlight: 0, queued: 0 });
});

t.test('who comes new does not pass by one who waits elsewhere', async (t) => {
  const { admissions, slots } = admissionsOf(2, { slots: 1 });
  const [a, b] = admissions as [Admission, Admission];
  const story: string[] = [];
  a.enter(waiter('first', story));
  b.enter(waiter('second', story));
  // The slot is free, and the waiting request was not woken yet.
  slots[0]?.giveBack();
  t.type(a.enter(waiter('third', story)), 'object', 'it has to wait');
  t.strictSame(story, []);
});

t.test('one who gives up lets those behind in, wherever they are', async (t) => {
  const { admissions, slots } = admissionsOf(2, { slots: 1 });
  const [a, b] = admissions as [Admission, Admission];
  const story: string[] = [];
  a.enter(waiter('first', story));
  const second = a.enter(waiter('second', story));
  b.enter(waiter('third', story));
  slots[0]?.giveBack();
  if (typeof second === 'string') throw new Error('it did not have to wait');
  a.leave(second);
  t.strictSame(story, ['third admitted']);
});

t.test('a slot that becomes free while a request joins the queue is not lost', async (t) => {
  const { admissions, slots } = admissionsOf(2, { slots: 1 });
  const [a, b] = admissions as [Admission, Admission];
  const story: string[] = [];
  a.enter(waiter('first', story));
  b.enter(waiter('second', story));
  // Given back by a thread that saw an empty queue.
  slots[0]?.giveBack();
  await Promise.resolve();
  t.strictSame(story, ['second admitted']);
});

t.test('the bound of all that are pending counts every worker', async (t) => {
  const { admissions } = admissionsOf(2, { slots: 1, maxPending: 2 });
  const [a, b] = admissions as [Admission, Admission];
  const story: string[] = [];
  t.equal(a.enter(waiter('first', story)), 'admitted');
  t.type(b.enter(waiter('second', story)), 'object');
  t.equal(a.enter(waiter('third', story)), 'full');
  t.equal(b.enter(waiter('fourth', story)), 'full');
});

t.test('the order holds where the numbers of the tickets start over', async (t) => {
  const { admissions, memory } = admissionsOf(2, { slots: 1 });
  const [a, b] = admissions as [Admission, Admission];
  memory[3] = 0x7fff_fffe;
  const story: string[] = [];
  a.enter(waiter('first', story));
  b.enter(waiter('second', story));
  a.enter(waiter('third', story));
  a.release();
  t.strictSame(story, ['second admitted']);
  memory[3] = -2;
  b.enter(waiter('fourth', story));
  a.enter(waiter('fifth', story));
  b.release();
  a.release();
  b.release();
  t.strictSame(story.slice(1), ['third admitted', 'fourth admitted', 'fifth admitted']);
});
