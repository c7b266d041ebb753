import t from 'tap';
import { busyReplicasOf, utilisationOf } from '../../../gateway/routing/utilisation.ts';

const CASES: [number, number, number, number][] = [
  [0, 0, 3, 0],
  [1, 0, 2, 0.5],
  [2, 0, 2, 1],
  [2, 2, 2, 2],
  [0, 0, 0, 0],
  [0, 1, 0, Number.POSITIVE_INFINITY],
];

for (const [busyReplicas, queued, replicas, expected] of CASES) {
  t.test(`${busyReplicas} busy and ${queued} queued over ${replicas} replicas is ${expected}`, async (t) => {
    t.equal(utilisationOf({ busyReplicas, queued, replicas }), expected);
  });
}

t.test('requests spread over the replicas before one works on two', async (t) => {
  t.equal(busyReplicasOf(0, 3), 0);
  t.equal(busyReplicasOf(2, 3), 2);
  t.equal(busyReplicasOf(5, 3), 3);
});
