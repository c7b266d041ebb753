import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import t from 'tap';
import { HOLDING_CLIENTS } from '../../scripts/field-test/ground-truth-clients.ts';
import { groundTruthPage, readGroundTruth } from '../../scripts/field-test/ground-truth-page.ts';
import { disagreementsIn, halfwayIn, SUBJECTS, TRIED, toRows } from '../../scripts/field-test/matrix.ts';
import { outcomeOf } from '../../scripts/field-test/outcome.ts';
import { prepareAll } from '../../scripts/field-test/prepare.ts';
import { outcomesOf, verifyEach } from '../../scripts/field-test/verify-each.ts';
import { chooseTransport } from '../../verify/choose-transport.ts';
import { advised, leaking, passing, result, silent } from '../verify/sample-report.ts';

const page = await readFile(path.resolve(import.meta.dirname, '../../docs/ground-truth.md'), 'utf8');
const matrix = readGroundTruth(page);

const describe = ({
  scenario,
  expectation,
  client,
  outcome,
}: ReturnType<typeof disagreementsIn>[number]): string =>
  `${scenario}: a right client ${expectation}s, ${client} ${outcome.seen}`;

t.test('clients of other projects do in every scenario what the catalogue says', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'azureml-fe-ground-truth-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const { ready, absent } = await prepareAll(HOLDING_CLIENTS, folder);
  // One is the reference client, of this project.
  if (ready.length < 2 && process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS !== '1') {
    t.comment(absent.join('; '));
    t.plan(0, `no client of another project is installed: ${absent.join('; ')}`);
    return;
  }
  t.ok(ready.length > 1, absent.join('; '));
  const stateDir = path.join(folder, 'authority');
  const transport = await chooseTransport({ via: null, image: null, stateDir, systemTrust: false });
  t.teardown(() => transport.close());

  const scenarios = TRIED.filter(
    (scenario) => scenario.expectation !== 'advise' && transport.skips(scenario) === null,
  );
  const reports = await verifyEach(
    ready.map(({ command: [command = '', ...args] }) => ({
      client: { command, args, cwd: folder, timeoutMs: 15_000 },
      scenarios,
    })),
    { transport, jobs: ready.length, version: '0.0.0' },
  );

  const outcomes = outcomesOf(reports.map((report, index) => ({ client: clientAt(index), report })));
  const rows = toRows(scenarios, outcomes);
  t.ok(rows.length > 75, `${rows.length} scenarios`);
  const names = ready.map(({ client }) => client.name).sort();
  for (const { scenario, outcomes: seen } of rows) t.strictSame(Object.keys(seen).sort(), names, scenario);
  t.strictSame(disagreementsIn(rows).map(describe), []);

  function clientAt(index: number): { name: string } {
    return ready[index]?.client ?? { name: '' };
  }
});

t.test(
  'the ground truth is about the scenarios of the catalogue, all of them and nothing else',
  async (t) => {
    const described = ({ name, group, expectation }: (typeof SUBJECTS)[number]) => [name, group, expectation];
    t.strictSame(
      matrix.scenarios.map(({ scenario, group, expectation }) => [scenario, group, expectation]),
      SUBJECTS.map(described),
    );
    t.strictSame(
      matrix.scenarios.filter(({ notTried }) => notTried === null).map(({ scenario }) => scenario),
      TRIED.map(({ name }) => name),
    );
  },
);

t.test(
  'the ground truth has an outcome for each of its clients in each scenario, four clients or more',
  async (t) => {
    const names = matrix.clients.map(({ name }) => name).sort();
    t.ok(names.length >= 4, names.join(', '));
    t.strictSame(
      HOLDING_CLIENTS.filter(({ name }) => !names.includes(name)),
      [],
      'and those are among them that hold it in place',
    );
    for (const { scenario, notTried, outcomes } of matrix.scenarios) {
      t.strictSame(Object.keys(outcomes).sort(), notTried === null ? names : [], scenario);
    }
  },
);

t.test('no client disagrees with the catalogue in the ground truth', async (t) => {
  t.strictSame(disagreementsIn(matrix.scenarios).map(describe), []);
});

t.test('the page of the ground truth is read as it was written', async (t) => {
  t.equal(groundTruthPage(matrix), page);
});

t.test('what a client did is read from what the router saw', async (t) => {
  t.equal(outcomeOf(leaking).outcome, 'accepted', 'its request was answered, and it exited 0');
  t.equal(
    outcomeOf(result({ ...leaking, exitCode: 1 })).outcome,
    'neither',
    'it scored and says that it did not',
  );
  t.equal(outcomeOf(passing).outcome, 'refused', 'it connected, sent nothing and exited 60');
  t.strictSame(outcomeOf(passing).alert, { description: 'certificate_expired', sentBy: 'client' });
  t.equal(outcomeOf(result({ exitCode: 0 })).outcome, 'neither', 'it sent nothing and says that it scored');
  t.equal(outcomeOf(result({ exitCode: null })).outcome, 'neither', 'it had to be ended');
  t.equal(outcomeOf(silent).outcome, 'neither', 'it never connected');
});

t.test('a client that accepts what is to be refused is a disagreement', async (t) => {
  const [row] = toRows(
    SUBJECTS.filter(({ name }) => name === 'expired'),
    new Map([['expired', { curl: outcomeOf(leaking) }]]),
  );
  if (row === undefined) throw new Error('there is no scenario "expired"');
  t.strictSame(
    disagreementsIn([row]).map(({ scenario, client }) => [scenario, client]),
    [['expired', 'curl']],
  );
  t.strictSame(disagreementsIn([{ ...row, expectation: 'advise' }]), [], 'not where either is right');
  t.equal(disagreementsIn([{ ...row, expectation: 'accept' }]).length, 0, 'nor where it is to accept');
  const halfway = { ...outcomeOf(advised), outcome: 'neither' as const };
  t.equal(halfwayIn([{ ...row, expectation: 'advise', outcomes: { curl: halfway } }]).length, 1);
});
