import { setTimeout as pass } from 'node:timers/promises';
import t from 'tap';
import { request } from 'undici';
import { startHarness } from '../../index.ts';

const TIMES = 50;

/** How many of each kind of resource keep this process alive, or would. */
function resources(): Record<string, number> {
  const kinds = Map.groupBy(process.getActiveResourcesInfo(), (kind) => kind);
  return Object.fromEntries(Array.from(kinds, ([kind, all]) => [kind, all.length]));
}

async function startScoreAndStop(): Promise<void> {
  const fe = await startHarness();
  const agent = fe.agent();
  const { statusCode, body } = await request(fe.scoringUri, {
    method: 'POST',
    dispatcher: agent,
    headers: { authorization: `Bearer ${fe.key}`, 'content-type': 'application/json' },
    body: '{"data":[[1]]}',
  });
  await body.dump();
  await agent.close();
  await fe.close();
  if (statusCode !== 200) throw new Error(`it was answered with ${statusCode}`);
}

t.test(`${TIMES} harnesses that scored and were closed leave no handle open`, async (t) => {
  await startScoreAndStop();
  const before = resources();
  for (let n = 0; n < TIMES; n += 1) await startScoreAndStop();
  // A socket that is closed leaves the list in the turn after.
  for (let turn = 0; turn < 20 && !sameOrLess(resources(), before); turn += 1) await pass(10);
  const left = resources();
  t.ok(sameOrLess(left, before), 'no more than before', { before, left });
  t.notOk('TCPServerWrap' in left || 'UDPWrap' in left || 'TLSWrap' in left, 'no socket at all', { left });
});

const sameOrLess = (now: Record<string, number>, before: Record<string, number>): boolean =>
  Object.entries(now).every(([kind, count]) => count <= (before[kind] ?? 0));
