import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { checkAzLine, readAzBags } from '../../extension/az-line.ts';
import { decideCreate } from '../../extension/decide-create.ts';
import { decideUpdate } from '../../extension/decide-update.ts';
import type { Decision } from '../../extension/decision.ts';
import { type FileState, fileOf } from './file-states.ts';

/** One call of the CLI's own code, with what it decided. */
interface Vector {
  id: string;
  operation: 'create' | 'update';
  scope: string | null;
  clusterType: string;
  nodeCount: number | null;
  distribution?: string;
  config: Record<string, string>;
  configProtected: Record<string, string>;
  existing: Record<string, string> | null;
  files: Record<string, FileState>;
  yes?: boolean;
  outcome: string;
  article?: {
    command: string;
    placeholders: Record<string, string>;
    cliUnrecognizedArguments: string[];
  };
}

/** Everything the vectors say of a decision. A vector has those of them that apply. */
const FIELDS = [
  'outcome',
  'errorKind',
  'errorMessageId',
  'errorMentions',
  'warnings',
  'confirmations',
  'genericConfirmation',
  'effectiveConfig',
  'effectiveConfigProtected',
  'effectiveConfigProtectedKeys',
] as const;

const folder = path.resolve(import.meta.dirname, '../../../shared/vectors');
const text = await readFile(path.join(folder, 'public.json'), 'utf8').catch(() => null);
const vectors: Vector[] = JSON.parse(text ?? '[]');
const skip =
  text === null ? 'the vectors of the real CLI are not beside this checkout (../shared/vectors)' : false;

t.test('decides every case as the code of the real CLI did', { skip }, async (t) => {
  t.ok(vectors.length > 600, `${vectors.length} cases`);
  for (const vector of vectors) t.strictSame(fieldsOf(decide(vector)), fieldsOf(vector), vector.id);
});

t.test("finds in the article's own lines what az does not know", { skip }, async (t) => {
  for (const { id, article, operation, config, configProtected } of vectors) {
    if (article === undefined) continue;
    const [line = ''] = article.command.split(/^az k8s-extension \w+ /).slice(1);
    const placeholders = Object.entries(article.placeholders);
    const words = placeholders.reduce((text, [from, to]) => text.replaceAll(from, to), line).split(/\s+/);
    t.strictSame(checkAzLine(operation, words).unrecognized, article.cliUnrecognizedArguments, id);
    t.strictSame(readAzBags(operation, words), { config, configProtected }, `${id}, its settings`);
  }
});

t.test('says what works where the article is wrong', { skip }, async (t) => {
  for (const vector of vectors.filter(({ article, outcome }) => article !== undefined && outcome !== 'ok')) {
    const { corrected } = decide(vector);
    if (corrected === null) t.fail(`nothing is corrected in ${vector.id}`);
    else t.equal(decide({ ...vector, ...corrected, scope: vector.scope }).outcome, 'ok', vector.id);
  }
});

function decide(vector: Vector): Decision {
  const openFile = (name: string) => fileOf(vector.files[name] ?? 'missing');
  return vector.operation === 'create'
    ? decideCreate({ ...vector, openFile })
    : decideUpdate({ ...vector, yes: vector.yes ?? false, openFile });
}

function fieldsOf(source: Vector | Decision): Record<string, unknown> {
  const found = Object.entries(source).filter(
    ([key, value]) => FIELDS.some((field) => field === key) && value !== null,
  );
  return Object.fromEntries(found.sort());
}
