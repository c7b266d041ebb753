import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail } from './errors.ts';
import type { ScoringScript } from './script.ts';
import { explainThrown } from './thrown.ts';

const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/**
 * Loads a person's scoring script. The file exports `run`, and may export `init`, `inputSchema`, `outputSchema` and
 * `rawHttp`, each by name or as a member of its default export.
 *
 * @param file path of the script, from the current folder
 * @throws MockError SCORE_NOT_FOUND, SCORE_NOT_A_SCRIPT, SCORE_NOT_LOADED or SCORE_BAD_EXPORT
 */
export async function loadScore(file: string): Promise<ScoringScript> {
  const path = resolve(file);
  const found = await stat(path).catch(() => null);
  if (found === null) throw fail('SCORE_NOT_FOUND', { file });
  if (!found.isFile() || !EXTENSIONS.includes(extname(path))) throw fail('SCORE_NOT_A_SCRIPT', { file });

  let exported: Record<string, unknown>;
  try {
    exported = await import(pathToFileURL(path).href);
  } catch (error) {
    throw fail('SCORE_NOT_LOADED', { file, cause: explainThrown(error) }, error);
  }
  return checkScript(file, exported);
}

/** A CommonJS script's exports arrive as the default export, and so may an ES module's. */
function checkScript(file: string, module: Record<string, unknown>): ScoringScript {
  const script = 'run' in module || !isObject(module.default) ? module : module.default;
  const { run, init, inputSchema, outputSchema, rawHttp } = script;
  const demand = (name: string, value: unknown, expected: string, met: boolean): void => {
    if (!met) throw fail('SCORE_BAD_EXPORT', { file, name, actual: nameType(value), expected });
  };
  demand('run', run, 'a function', typeof run === 'function');
  demand('init', init, 'a function', init === undefined || typeof init === 'function');
  demand('rawHttp', rawHttp, 'true or false', rawHttp === undefined || typeof rawHttp === 'boolean');
  demand('outputSchema', outputSchema, 'a JSON Schema', outputSchema === undefined || isObject(outputSchema));
  demand(
    'inputSchema',
    inputSchema,
    'a JSON Schema of an object with properties, and without rawHttp beside it',
    inputSchema === undefined || (isInputSchema(inputSchema) && rawHttp !== true),
  );
  return Object.fromEntries(
    Object.entries({ run, init, inputSchema, outputSchema, rawHttp }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as unknown as ScoringScript;
}

function isInputSchema(value: unknown): boolean {
  if (!isObject(value) || value.type !== 'object' || !isObject(value.properties)) return false;
  const properties = Object.values(value.properties);
  return properties.length > 0 && properties.every(isObject);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function nameType(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
