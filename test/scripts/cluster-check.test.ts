import t from 'tap';
import { isGood, judgeStep, tableOf } from '../../scripts/cluster/check/step.ts';
import type { SentRequest } from '../../scripts/swarm/load-log.ts';

const sent = (startedAt: number, endedAt: number, error: string | null = null): SentRequest => ({
  startedAt,
  endedAt,
  address: '10.96.0.7',
  connection: 1,
  fingerprint: 'AB',
  error,
});
const step = { name: 'restart', title: 'rolling restart' };
const span = { startedAt: 1000, endedAt: 3000, note: '', problem: null };

t.test('a step counts the requests that it overlapped, and is good where none failed', async (t) => {
  const requests = [
    sent(0, 900),
    sent(900, 1100),
    sent(2000, 2010),
    sent(2990, 3100),
    sent(3001, 3002, 'late'),
  ];
  const result = judgeStep(step, requests, span);
  t.match(result, { requests: 3, failed: 0, unexplained: [] });
  t.ok(isGood(result));
});

t.test('a failed request fails the step, with when it began', async (t) => {
  const result = judgeStep(step, [sent(1000, 1010), sent(2500, 2510, 'ECONNRESET')], span);
  t.strictSame(result.unexplained, ['1.5 s: ECONNRESET']);
  t.notOk(isGood(result));
  t.match(tableOf([result]), /\| rolling restart \| 2 s \| 2 \| 1 \| not ok \| 1\.5 s: ECONNRESET \|/);
});

t.test('failures that belong to the step are counted and allowed', async (t) => {
  const allows = ({ error }: SentRequest): boolean => error === '503';
  const result = judgeStep({ ...step, allows }, [sent(1500, 1600), sent(2000, 2010, '503')], span);
  t.match(result, { failed: 1, unexplained: [] });
  t.ok(isGood(result));
});

t.test('a step without requests, or with a problem, is not good', async (t) => {
  t.notOk(isGood(judgeStep(step, [], span)));
  t.notOk(isGood(judgeStep(step, [sent(1500, 1600)], { ...span, problem: 'the router was started again' })));
});
