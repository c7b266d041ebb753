import t from 'tap';
import { MockError } from '../../common/errors.ts';
import { type DnsFault, FaultTable, prepareFault } from '../../dns-mock/faults.ts';
import { type AnswerPlan, planAnswer } from '../../dns-mock/plan.ts';
import { describeRecord } from '../../dns-mock/reply.ts';
import { indexZones } from '../../dns-mock/zone.ts';
import { ZoneStore } from '../../dns-mock/zone-store.ts';
import { record, zone } from './support.ts';

const [A, AAAA, TXT, ANY] = [1, 28, 16, 255];
const records = [
  record('www.contoso.com', 'A', '127.0.0.1'),
  record('www.contoso.com', 'TXT', 'new'),
  record('alias.contoso.com', 'CNAME', 'www.contoso.com'),
  record('*.wild.contoso.com', 'A', '127.0.0.3'),
];
const zones = indexZones([zone(...records)]);
const NEW = 'www.contoso.com. 60 IN A 127.0.0.1';
const ALIAS = 'alias.contoso.com. 60 IN CNAME www.contoso.com.';

function plan(name: string, type: number, faults: Record<string, DnsFault>, now = 0): AnswerPlan {
  const ready = new FaultTable();
  for (const [at, fault] of Object.entries(faults)) ready.set(at, prepareFault(at, fault, 0));
  return planAnswer({ name, type, class: 1 }, zones, ready, now);
}
const lines = (plan: AnswerPlan): string[] => plan.answers.map(describeRecord);

t.test('nxdomain denies a name that is there, with the SOA', async (t) => {
  const denied = plan('WWW.contoso.com', A, { 'www.contoso.com': { fault: 'nxdomain' } });
  t.match(denied, { rcode: 'NXDOMAIN', authoritative: true, fault: 'nxdomain', answers: [] });
  t.equal(denied.authorities[0]?.type, 'SOA');
});

t.test('nodata leaves the name and denies the data, with the SOA', async (t) => {
  const denied = plan('www.contoso.com', A, { 'www.contoso.com': { fault: 'nodata' } });
  t.match(denied, { rcode: 'NOERROR', fault: 'nodata', answers: [] });
  t.equal(denied.authorities[0]?.type, 'SOA');
});

for (const [fault, rcode] of [
  ['servfail', 'SERVFAIL'],
  ['refused', 'REFUSED'],
] as const) {
  t.test(`${fault} says ${rcode} and nothing else`, async (t) => {
    const failed = plan('www.contoso.com', A, { 'www.contoso.com': { fault } });
    t.match(failed, { rcode, authoritative: false, fault, answers: [], authorities: [] });
  });
}

t.test('a fault of one type leaves the other types alone', async (t) => {
  const faults: Record<string, DnsFault> = { 'www.contoso.com': { fault: 'nxdomain', type: 'AAAA' } };
  t.match(plan('www.contoso.com', AAAA, faults), { rcode: 'NXDOMAIN', fault: 'nxdomain' });
  t.match(plan('alias.contoso.com', AAAA, faults), { rcode: 'NXDOMAIN' });
  t.strictSame(lines(plan('www.contoso.com', A, faults)), [NEW]);
  t.equal(plan('www.contoso.com', A, faults).fault, null);
  const silent: Record<string, DnsFault> = { 'www.contoso.com': { fault: 'no-answer', type: 'HTTPS' } };
  t.equal(plan('www.contoso.com', 65, silent).silent, true);
  t.equal(plan('www.contoso.com', A, silent).silent, false);
});

t.test('a name has faults of several types, and each ends by itself', async (t) => {
  const store = new ZoneStore([zone(...records)], () => 0);
  const rcode = (type: number) => store.answer({ name: 'www.contoso.com', type, class: 1 }).rcode;
  store.setFault('www.contoso.com', { fault: 'servfail' });
  store.setFault('www.contoso.com', { fault: 'nxdomain', type: 'AAAA' });
  store.setFault('www.contoso.com', { fault: 'refused', type: 'TXT' });
  t.strictSame([A, AAAA, TXT].map(rcode), ['SERVFAIL', 'NXDOMAIN', 'REFUSED']);
  t.equal(store.listFaults().length, 3);
  t.equal(store.clearFault('www.contoso.com', 'AAAA'), true);
  t.equal(store.clearFault('www.contoso.com', 'AAAA'), false);
  t.strictSame(
    [A, AAAA, TXT].map(rcode),
    ['SERVFAIL', 'SERVFAIL', 'REFUSED'],
    'that of all types comes behind',
  );
  t.equal(store.clearFault('www.contoso.com'), true);
  t.strictSame([A, TXT].map(rcode), ['NOERROR', 'NOERROR']);
  t.throws(() => store.setFault('www.contoso.com', { fault: 'servfail', type: 'PTR' as 'A' }), {
    code: 'DNS_BAD_FAULT',
  });
});

t.test('no-answer is silence', async (t) => {
  t.match(plan('www.contoso.com', A, { 'www.contoso.com': { fault: 'no-answer' } }), {
    silent: true,
    fault: 'no-answer',
  });
});

t.test('truncate and delay keep the answer', async (t) => {
  const cut = plan('www.contoso.com', A, { 'www.contoso.com': { fault: 'truncate' } });
  t.match(cut, { truncate: true, fault: 'truncate' });
  t.strictSame(lines(cut), [NEW]);
  const late = plan('www.contoso.com', A, { 'www.contoso.com': { fault: 'delay', delayMs: 250 } });
  t.match(late, { delayMs: 250, fault: 'delay' });
  t.strictSame(lines(late), [NEW]);
});

t.test('a fault is for its own name alone', async (t) => {
  const other = plan('www.contoso.com', A, { 'alias.contoso.com': { fault: 'servfail' } });
  t.match(other, { rcode: 'NOERROR', fault: null });
});

t.test('a fault of the target shows in the answer for the alias', async (t) => {
  const gone = plan('alias.contoso.com', A, { 'www.contoso.com': { fault: 'nxdomain' } });
  t.match(gone, { rcode: 'NXDOMAIN', fault: 'nxdomain' });
  t.strictSame(lines(gone), [ALIAS]);
  const failed = plan('alias.contoso.com', A, { 'www.contoso.com': { fault: 'servfail' } });
  t.match(failed, { rcode: 'SERVFAIL', answers: [] });
});

t.test('delays along a chain add up', async (t) => {
  const late = plan('alias.contoso.com', A, {
    'alias.contoso.com': { fault: 'delay', delayMs: 100 },
    'www.contoso.com': { fault: 'delay', delayMs: 20 },
  });
  t.equal(late.delayMs, 120);
});

t.test('a fault of a wildcard is for every name that it answers for', async (t) => {
  const faults: Record<string, DnsFault> = { '*.wild.contoso.com': { fault: 'servfail' } };
  t.equal(plan('any.wild.contoso.com', A, faults).rcode, 'SERVFAIL');
  t.equal(plan('www.contoso.com', A, faults).rcode, 'NOERROR');
  const own: DnsFault = { fault: 'refused' };
  t.equal(plan('any.wild.contoso.com', A, { ...faults, 'any.wild.contoso.com': own }).rcode, 'REFUSED');
});

t.test('a fault may be set for a name that has no record', async (t) => {
  t.equal(plan('new.contoso.com', A, { 'new.contoso.com': { fault: 'servfail' } }).rcode, 'SERVFAIL');
});

const stale: DnsFault = { fault: 'stale', records: [record('www.contoso.com', 'A', '127.0.0.66', 10)] };
for (const [now, answer, fault] of [
  [0, 'www.contoso.com. 10 IN A 127.0.0.66', 'stale'],
  [900, 'www.contoso.com. 10 IN A 127.0.0.66', 'stale'],
  [1000, 'www.contoso.com. 9 IN A 127.0.0.66', 'stale'],
  [9999, 'www.contoso.com. 1 IN A 127.0.0.66', 'stale'],
  [10_000, NEW, null],
  [60_000, NEW, null],
] as const) {
  t.test(`${now} ms after the change a resolver with the old record says ${answer}`, async (t) => {
    const answered = plan('www.contoso.com', A, { 'www.contoso.com': stale }, now);
    t.strictSame(lines(answered), [answer]);
    t.match(answered, { fault, authoritative: fault === null });
  });
}

t.test('a stale record is for its own type; others come from the zone', async (t) => {
  const answered = plan('www.contoso.com', TXT, { 'www.contoso.com': stale });
  t.strictSame(lines(answered), ['www.contoso.com. 60 IN TXT "new"']);
  t.equal(answered.fault, null);
  t.strictSame(lines(plan('www.contoso.com', ANY, { 'www.contoso.com': stale })), [
    'www.contoso.com. 10 IN A 127.0.0.66',
  ]);
});

t.test('a stale CNAME is followed', async (t) => {
  const old: DnsFault = {
    fault: 'stale',
    records: [record('old.contoso.com', 'CNAME', 'alias.contoso.com', 9)],
  };
  t.strictSame(lines(plan('old.contoso.com', A, { 'old.contoso.com': old })), [
    'old.contoso.com. 9 IN CNAME alias.contoso.com.',
    ALIAS,
    NEW,
  ]);
});

t.test('rotate gives the n-th query of a family the n-th set, and the last one for ever', async (t) => {
  const registry = new ZoneStore([zone(...records)], () => 0);
  const ask = (type: number, name = 'www.contoso.com') => lines(registry.answer({ name, type, class: 1 }));
  registry.setFault('www.contoso.com', {
    fault: 'rotate',
    answers: [['127.0.0.1'], ['127.0.0.2', '::2'], ['127.0.0.3', '127.0.0.4']],
  });
  t.strictSame(ask(A), ['www.contoso.com. 0 IN A 127.0.0.1']);
  t.strictSame(ask(AAAA), [], 'no IPv6 address in the first set');
  t.strictSame(ask(A), ['www.contoso.com. 0 IN A 127.0.0.2']);
  t.strictSame(ask(AAAA), ['www.contoso.com. 0 IN AAAA ::2'], 'IPv6 is counted apart');
  const last = ['www.contoso.com. 0 IN A 127.0.0.3', 'www.contoso.com. 0 IN A 127.0.0.4'];
  t.strictSame(ask(A), last);
  t.strictSame(ask(A), last);
  t.strictSame(ask(A, 'alias.contoso.com'), [ALIAS, ...last], 'through an alias, too');
  t.strictSame(ask(TXT), ['www.contoso.com. 60 IN TXT "new"'], 'other types are not touched');
  registry.setFault('www.contoso.com', { fault: 'rotate', answers: [['127.0.0.9'], ['127.0.0.8']] });
  t.strictSame(ask(A), ['www.contoso.com. 0 IN A 127.0.0.9'], 'set again, it begins again');
});

const REFUSED: [says: string, fault: unknown, reason: string][] = [
  ['an unknown kind', { fault: 'explode' }, 'DNS_BAD_FAULT'],
  ['a negative delay', { fault: 'delay', delayMs: -1 }, 'DNS_BAD_FAULT'],
  ['a delay that is no number', { fault: 'delay', delayMs: 'soon' }, 'DNS_BAD_FAULT'],
  ['a delay of an hour', { fault: 'delay', delayMs: 3_600_000 }, 'DNS_BAD_FAULT'],
  ['no old records', { fault: 'stale', records: [] }, 'DNS_BAD_FAULT'],
  [
    'old records of another name',
    { fault: 'stale', records: [record('x.contoso.com', 'A', '::')] },
    'DNS_BAD_FAULT',
  ],
  ['a wrong old record', { fault: 'stale', records: [record('www.contoso.com', 'A', 'x')] }, 'DNS_BAD_VALUE'],
  ['no answers to rotate', { fault: 'rotate', answers: [] }, 'DNS_BAD_FAULT'],
  ['a wrong address to rotate', { fault: 'rotate', answers: [['127.0.0.999']] }, 'DNS_BAD_VALUE'],
];
for (const [says, fault, reason] of REFUSED) {
  t.test(`a fault with ${says} is refused`, async (t) => {
    let error: unknown;
    try {
      prepareFault('www.contoso.com', fault as DnsFault, 0);
    } catch (thrown) {
      error = thrown;
    }
    t.ok(error instanceof MockError);
    t.match(error, { reason });
    t.match((error as Error).message, 'www.contoso.com');
  });
}
