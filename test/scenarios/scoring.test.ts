import t from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { findScenario } from '../../scenarios/catalogue.ts';
import { SCENARIOS } from '../../scenarios/index.ts';
import { runScenario } from '../../scenarios/run.ts';
import { isConfiguration } from '../../scenarios/scenario.ts';

const authority = await openAuthority({ stateDir: null });

const observe = async (name: string) => (await runScenario(findScenario(name), { authority })).observed;

/** By scenario: what the router decided about each request, in the words of its status table, and about the key. */
const DECISIONS: Record<string, [decision: string, authorization: string][]> = {
  'wrong-key': [['unauthorized', 'invalid']],
  'expired-token': [['token-expired', 'invalid']],
  'endpoint-unknown': [['endpoint-unknown', 'invalid']],
  'no-traffic': [['no-traffic', 'valid']],
  'input-refused': [['model-refused', 'valid']],
  'run-raises': [['model-error', 'valid']],
  'model-crashes': [['model-crashed', 'valid']],
  'no-replica': [['no-replica', 'valid']],
  'request-timeout': [['timeout', 'valid']],
  'overloaded-once': [
    ['status', 'valid'],
    ['scored', 'valid'],
  ],
  'slow-first-byte': [['scored', 'valid']],
  'slow-body': [['scored', 'valid']],
  'wrong-content-type': [['scored', 'valid']],
  'error-with-200': [['scored', 'valid']],
};

for (const [name, decisions] of Object.entries(DECISIONS)) {
  t.test(`${name}: the answer is the router's own decision`, async (t) => {
    const { requests } = await observe(name);
    t.same(
      requests.map(({ answer, authorization }) => [answer?.decision, authorization]),
      decisions,
    );
  });
}

t.test(
  'every scenario about scoring stands in this table, and judges how often a client comes back',
  async (t) => {
    const scoring = SCENARIOS.filter(({ group }) => group === 'scoring');
    t.same(scoring.map(({ name }) => name).sort(), Object.keys(DECISIONS).sort());
    for (const scenario of scoring) t.ok(!isConfiguration(scenario) && scenario.retries, scenario.name);
  },
);

t.test('what is slow takes its time, and what times out does so in the time that was set', async (t) => {
  for (const [name, min, max] of [
    ['slow-first-byte', 1200, 5000],
    ['slow-body', 150, 5000],
    ['request-timeout', 200, 2500],
  ] as const) {
    const { requests } = await observe(name);
    const ms = requests[0]?.answer?.durationMs ?? 0;
    t.ok(ms >= min && ms < max, `${name}: ${ms} ms`);
  }
});
