import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv } from 'ajv';
import t from 'tap';
import { MockError } from '../../common/errors.ts';
import { silentLogger } from '../../common/logger.ts';
import { openAuthority } from '../../pki/authority.ts';
import { applicableScenario } from '../../scenarios/applicable.ts';
import { catalogue, findScenario } from '../../scenarios/catalogue.ts';
import { chooseScenarios } from '../../scenarios/choose.ts';
import { SCENARIOS } from '../../scenarios/index.ts';
import { runScenario } from '../../scenarios/run.ts';
import { runAll } from '../../scenarios/run-all.ts';
import { type ClientScenario, GROUPS, isConfiguration } from '../../scenarios/scenario.ts';

const root = path.resolve(import.meta.dirname, '../..');
const authority = await openAuthority({ stateDir: null, log: silentLogger });

t.test('every scenario behaves as it is described', async (t) => {
  const results = await runAll(SCENARIOS, { authority });
  for (const { scenario, ok, problem } of results) t.ok(ok, `${scenario} ${problem}`);
});

t.test('every file is in the index, and every entry is a file of its group and name', async (t) => {
  const files: string[] = [];
  for (const group of GROUPS) {
    const names = await readdir(path.join(root, 'scenarios', group));
    files.push(...names.map((name) => `${group}/${name}`));
  }
  t.same(SCENARIOS.map(({ group, name }) => `${group}/${name}.ts`).sort(), files.sort());
});

t.test('a file is short enough to be read at once', async (t) => {
  for (const { group, name } of SCENARIOS) {
    const text = await readFile(path.join(root, 'scenarios', group, `${name}.ts`), 'utf8');
    const lines = text.split('\n').length - 1;
    t.ok(lines >= 10 && lines <= 60, `${name} has ${lines} lines`);
  }
});

t.test('names and aliases are unique, and what a person would type', async (t) => {
  const names = SCENARIOS.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
  t.same(names.length, new Set(names).size);
  for (const name of names) t.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
});

t.test('says of every scenario why it matters', async (t) => {
  for (const { name, title, lesson } of SCENARIOS) {
    t.ok(title.length >= 10 && title.length <= 90, `${name}: the title has ${title.length} characters`);
    t.ok(lesson.length >= 80, `${name}: the lesson has ${lesson.length} characters`);
  }
});

t.test('the list is what its schema in docs/schemas says', async (t) => {
  const schema = JSON.parse(await readFile(path.join(root, 'docs/schemas/scenarios.json'), 'utf8'));
  const validate = new Ajv({ allErrors: true }).compile(schema);
  t.ok(validate(catalogue.list()), JSON.stringify(validate.errors));
  t.notOk(validate([{ ...catalogue.list()[0], importance: 'vital' }]), 'it can say no');
});

t.test('finds by name, by alias, and what was probably meant', async (t) => {
  t.equal(findScenario('expired').name, 'expired');
  t.equal(findScenario('wrong-host').name, 'fqdn-mismatch');
  t.throws(() => findScenario('expird'), /did you mean "expired"/);
  t.throws(() => findScenario('xxxxxxxxxxxx'), /^Error|There is no scenario "xxxxxxxxxxxx"\.$/);
  t.throws(
    () => catalogue.world('expired--not-yet-valid'),
    /"expired" and "not-yet-valid" both set certificate/,
  );
  t.equal(catalogue.world('expired--redirect-to-http').name, 'expired--redirect-to-http');
  t.same(chooseScenarios(['expired', 'wrong-host', 'fqdn-mismatch'], []).length, 2);
  t.same(chooseScenarios(['expired,fqdn-mismatch', 'valid'], []).length, 3, 'commas are fine');
  t.throws(() => chooseScenarios([''], []), MockError, 'an unset variable of a shell is not all of them');
  t.throws(() => chooseScenarios([], ['nonsense']), MockError);
});

/** A recipe that was spoilt must turn its scenario red; otherwise green would say nothing. */
const SABOTAGED: Record<string, Partial<ClientScenario>> = {
  expired: { world: {} },
  'fqdn-mismatch': { world: {} },
  'self-signed': { world: { certificate: {} } },
  valid: { world: { httpsGone: true } },
  'dns-missing-record': { world: {} },
  'redirect-to-http': { mayReach: [] },
  'tls13-only-client': { client: {} },
  'secret-rotated': { world: { ...applicableScenario(findScenario('secret-rotated')).world, before: [] } },
};

t.test('a sabotaged recipe makes its scenario red', async (t) => {
  for (const [name, spoilt] of Object.entries(SABOTAGED)) {
    const scenario = findScenario(name);
    if (isConfiguration(scenario)) throw new Error(name);
    const result = await runScenario({ ...scenario, ...spoilt }, { authority });
    t.equal(result.ok, false, `${name}: ${result.problem}`);
    t.not(result.problem, '');
  }
});
