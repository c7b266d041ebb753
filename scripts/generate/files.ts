import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { SCENARIOS } from '../../scenarios/index.ts';
import { GROUPS } from '../../scenarios/scenario.ts';
import { scenarioListSchemaText } from '../../scenarios/schema.ts';
import { reportSchemaText } from '../../verify/report/schema.ts';
import { readErrorTexts } from './error-texts.ts';
import { errorTextsPage } from './error-texts-page.ts';
import { errorsPage } from './errors-page.ts';
import { readFidelity } from './fidelity-facts.ts';
import { readMarks } from './fidelity-marks.ts';
import { fidelityTables } from './fidelity-page.ts';
import { groupPage, scenariosPage, shortTable } from './scenario-pages.ts';
import { settingsPage } from './settings-page.ts';
import { statusPage } from './status-page.ts';

/** A derived file; null as its text means that it should not be there. */
export interface GeneratedFile {
  file: string;
  text: string | null;
}

/** Everything that is derived from the catalogue and the tables. */
export async function generatedFiles(root: string): Promise<GeneratedFile[]> {
  const pages = GROUPS.filter((group) => SCENARIOS.some((scenario) => scenario.group === group)).map(
    (group) => ({
      file: `docs/scenarios/${group}.md`,
      text: groupPage(group, SCENARIOS),
    }),
  );
  const expected = new Set(pages.map((page) => page.file));
  const found = await readdir(path.join(root, 'docs/scenarios')).catch(() => []);
  const stale = found
    .map((name) => `docs/scenarios/${name}`)
    .filter((file) => !expected.has(file) && !WRITTEN_BY_HAND.has(file));
  return [
    ...pages,
    ...stale.map((file) => ({ file, text: null })),
    { file: 'docs/scenarios/README.md', text: scenariosPage(SCENARIOS) },
    { file: 'docs/errors.md', text: errorsPage() },
    { file: 'docs/errors-clients-print.md', text: errorTextsPage(await readErrorTexts(root)) },
    { file: 'docs/settings.md', text: settingsPage() },
    { file: 'docs/status-codes.md', text: statusPage() },
    {
      file: 'docs/fidelity.md',
      text: await withTable(
        path.join(root, 'docs/fidelity.md'),
        'fidelity',
        fidelityTables(await readMarks(root), await readFidelity(root)),
      ),
    },
    { file: 'docs/schemas/scenarios.json', text: scenarioListSchemaText() },
    { file: 'docs/schemas/verify-report.json', text: reportSchemaText() },
    {
      file: 'README.md',
      text: await withTable(path.join(root, 'README.md'), 'scenarios', shortTable(SCENARIOS)),
    },
  ];
}

const WRITTEN_BY_HAND = new Set(['docs/scenarios/not-covered.md', 'docs/scenarios/README.md']);

/** Replaces what stands between `<!-- name:begin -->` and `<!-- name:end -->`. */
async function withTable(file: string, name: string, table: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  if (!text.includes(begin) || !text.includes(end)) throw new Error(`${file} has no ${begin} … ${end}.`);
  const before = text.slice(0, text.indexOf(begin) + begin.length);
  const after = text.slice(text.indexOf(end));
  return `${before}\n${table}\n${after}`;
}
