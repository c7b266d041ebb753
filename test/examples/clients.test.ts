import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { findScenario } from '../../scenarios/catalogue.ts';
import { SCENARIOS } from '../../scenarios/index.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { LIBRARY_FINDINGS } from '../../scripts/field-test/clients-page.ts';
import {
  AS_THEY_COME,
  type FieldClient,
  RIGHT_CLIENTS,
  WRONG_CLIENTS,
} from '../../scripts/field-test/example-clients.ts';
import { prepareClient } from '../../scripts/field-test/prepare.ts';
import { verifyEach } from '../../scripts/field-test/verify-each.ts';
import { chooseTransport } from '../../verify/choose-transport.ts';
import { isProblem } from '../../verify/report/assemble.ts';
import type { VerifyReport } from '../../verify/verdict.ts';

t.setTimeout(600_000);

const root = path.resolve(import.meta.dirname, '../..');

/** One scenario or more of each group, and what libraries are known to stumble over. */
const SAMPLE = [
  ...['valid', 'two-intermediates', 'fqdn-mismatch', 'ip-address-mismatch', 'trailing-dot', 'expired'],
  ...[
    'self-signed',
    'untrusted-root',
    'incomplete-chain',
    'reset-after-client-hello',
    'stall-after-server-hello',
  ],
  ...['http-fallback', 'redirect-to-http', 'redirect-301-to-other-host', 'body-cut-short', 'no-answer'],
  ...['dns-missing-record', 'dns-truncated', 'wrong-key', 'run-raises', 'overloaded-once'],
].map(findScenario);

/** These two go through everything that a client can be sent into. */
const THROUGH_EVERYTHING = ['curl', 'urllib'];

/** One scenario for each mistake that a wrong client may make. All of its findings have to be of its own mistake. */
const PROBES = [
  'fqdn-mismatch',
  'sibling-subdomain',
  'self-signed',
  'expired',
  'http-fallback',
  'redirect-301-to-http',
  'body-cut-short',
  'wrong-key',
];

/** s: right clients give up after 3 by themselves, and of the wrong ones those that do not are waited for. */
const [PATIENCE, SHORT_PATIENCE] = [15, 5.5];

interface Entry {
  client: FieldClient;
  command: string[];
  scenarios: readonly Scenario[];
  patience: number;
}

const dir = t.testdir();
const reports = new Map<string, VerifyReport>();
const missing = new Map<string, string>();
// Wrong ones first: those that never give up take longest, and the others go on beside them.
await takeAllThrough([
  ...WRONG_CLIENTS.toReversed().map((client) => ({
    client,
    scenarios: [...new Set([...Object.keys(client.caughtBy), ...PROBES])].map(findScenario),
    patience: SHORT_PATIENCE,
  })),
  ...RIGHT_CLIENTS.map((client) => ({
    client,
    scenarios: THROUGH_EVERYTHING.includes(client.name) ? SCENARIOS : SAMPLE,
    patience: PATIENCE,
  })),
]);

/** All of them side by side: many only wait for silence to end. */
async function takeAllThrough(wanted: readonly Omit<Entry, 'command'>[]): Promise<void> {
  const entries: Entry[] = [];
  for (const each of wanted) {
    const prepared = await prepareClient(each.client, dir);
    if ('missing' in prepared) missing.set(each.client.name, prepared.missing);
    else entries.push({ ...each, command: prepared.command });
  }
  const transport = await chooseTransport({ via: null, image: null, stateDir: dir, systemTrust: false });
  const trials = entries.map(({ command: [command = '', ...args], scenarios, patience }) => ({
    client: { command, args, cwd: dir, timeoutMs: patience * 1000 },
    scenarios,
  }));
  try {
    const found = await verifyEach(trials, { transport, jobs: 4, version: '0' });
    for (const [index, report] of found.entries()) reports.set(entries[index]?.client.name ?? '', report);
  } finally {
    await transport.close();
  }
}

/** A client whose language is not installed is skipped by name, or fails where no tool may be missing. */
function skipOf({ name }: FieldClient): string | false {
  return process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS === '1' ? false : (missing.get(name) ?? false);
}

function reportOn({ name }: FieldClient): VerifyReport {
  const report = reports.get(name);
  if (report === undefined) throw new Error(missing.get(name));
  return report;
}

for (const client of RIGHT_CLIENTS) {
  t.test(`${client.title} is a right client`, { skip: skipOf(client) }, async (t) => {
    const { baseline, results, summary } = reportOn(client);
    t.equal(baseline, null);
    const problems = results.filter(isProblem);
    t.same(
      problems.map(({ scenario, finding }) => ({ scenario, finding })),
      LIBRARY_FINDINGS.filter(({ client: name }) => name === client.name).map(({ scenario, finding }) => ({
        scenario,
        finding,
      })),
      problems.map(({ scenario, reason }) => `${scenario}: ${reason}`).join('\n'),
    );
    t.ok(summary.passed >= 15);
    t.equal(
      results.find(({ scenario }) => scenario === 'overloaded-once')?.finding,
      null,
      'it comes back once',
    );
  });
}

for (const client of WRONG_CLIENTS) {
  t.test(`found: ${client.title}`, { skip: skipOf(client) }, async (t) => {
    const { results } = reportOn(client);
    const found = results.filter((result) => isProblem(result) || result.finding === 'too-many-retries');
    const expected = Object.entries(client.caughtBy);
    for (const [scenario, finding] of expected) {
      t.equal(found.find((result) => result.scenario === scenario)?.finding, finding, scenario);
    }
    const ofItsMistake = new Set(expected.map(([, finding]) => finding));
    const others = found.filter(({ finding }) => finding === null || !ofItsMistake.has(finding));
    t.same(
      others.map(({ scenario, finding, reason }) => [scenario, finding, reason]),
      [],
      'and nothing else',
    );
  });
}

for (const client of WRONG_CLIENTS) {
  t.test(`diagnosed as ${client.mistake}: ${client.title}`, { skip: skipOf(client) }, async (t) => {
    const [first] = reportOn(client).diagnosis;
    t.match(first, { mistake: client.mistake, certain: true }, JSON.stringify(reportOn(client).diagnosis));
    t.ok(first?.runtime, 'its runtime is recognised');
  });
}

t.test('the wrong clients are many, in many languages, and make many mistakes', async (t) => {
  const languages = new Set(WRONG_CLIENTS.map(({ file }) => path.extname(file)));
  t.ok(WRONG_CLIENTS.length >= 24 && languages.size >= 8, [...languages].join(' '));
  t.ok(new Set(WRONG_CLIENTS.map(({ mistake }) => mistake)).size >= 12);
});

t.test('every client of examples/clients is run, and docs/clients.md shows it', async (t) => {
  const listed = [...RIGHT_CLIENTS, ...AS_THEY_COME, ...WRONG_CLIENTS];
  const page = await readFile(path.join(root, 'docs/clients.md'), 'utf8');
  for (const { file, title, shown } of [...RIGHT_CLIENTS, ...WRONG_CLIENTS]) {
    t.ok(page.includes(title) && (page.includes(shown) || page.includes(`../${file}`)), file);
  }
  const folder = path.join(root, 'examples/clients');
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const clients = files
    .filter((entry) => entry.isFile() && !/\.txt$|^compose-client/.test(entry.name))
    .map(({ parentPath, name }) => path.relative(root, path.join(parentPath, name)));
  t.same(clients.toSorted(), listed.map(({ file }) => file).toSorted());
});
