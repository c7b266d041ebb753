import { type Document, parseDocument } from 'yaml';
import { fail } from '../errors.ts';

/** One mapping of a YAML file, read key by key. An error names the file and the key's path. */
export class YamlMapping {
  readonly #file: string;
  readonly #path: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(file: string, path: string, values: Readonly<Record<string, unknown>>) {
    this.#file = file;
    this.#path = path;
    this.#values = values;
  }

  has(key: string): boolean {
    return this.#values[key] !== undefined && this.#values[key] !== null;
  }

  keys(): string[] {
    return Object.keys(this.#values);
  }

  /** A key as its path in the file: `request_settings.request_timeout_ms`. */
  pathOf(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }

  /** @throws MockError ENDPOINT_YAML_MISSING, ENDPOINT_YAML_VALUE */
  requiredText(key: string): string {
    const text = this.text(key);
    if (text === null) throw fail('ENDPOINT_YAML_MISSING', { file: this.#file, key: this.pathOf(key) });
    return text;
  }

  /** @throws MockError ENDPOINT_YAML_VALUE */
  text(key: string): string | null {
    const value = this.#values[key];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string') throw this.wrong(key, 'a text');
    return value;
  }

  /** A whole number, in quotes as well: azure-ai-ml takes both. @throws MockError ENDPOINT_YAML_VALUE */
  whole(key: string, otherwise: number, min: number, max = Number.MAX_SAFE_INTEGER): number {
    const value = numberOf(this.#values[key]);
    if (value === undefined || value === null) return otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw this.wrong(
      key,
      max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`,
    );
  }

  /** The mapping under a key; an empty one where the key is missing. @throws MockError ENDPOINT_YAML_VALUE */
  mapping(key: string): YamlMapping {
    const value = this.#values[key] ?? {};
    if (!isMapping(value)) throw this.wrong(key, 'a mapping');
    return new YamlMapping(this.#file, this.pathOf(key), value);
  }

  /** The error of a key whose value is not `expected`. */
  wrong(key: string, expected: string): Error {
    const value = JSON.stringify(this.#values[key]) ?? 'missing';
    return fail('ENDPOINT_YAML_VALUE', { file: this.#file, key: this.pathOf(key), value, expected });
  }
}

/**
 * Reads a YAML file that holds one mapping, by the rules of YAML 1.1, as Python does.
 *
 * @throws MockError ENDPOINT_YAML
 */
export function readYamlMapping(text: string, file: string): YamlMapping {
  const document = parseDocument(text, { version: '1.1' });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const line = problem.linePos?.[0].line ?? 1;
    throw fail('ENDPOINT_YAML', { file, problem: `line ${line}: ${problem.message.split('\n', 1)[0]}` });
  }
  const values = toPlain(document, file);
  if (!isMapping(values))
    throw fail('ENDPOINT_YAML', { file, problem: 'it is not a mapping of keys to values' });
  return new YamlMapping(file, '', values);
}

function toPlain(document: Document.Parsed, file: string): unknown {
  try {
    const values: unknown = document.toJS({ maxAliasCount: 100 });
    // Throws where a value holds itself: no error could quote it, and no setting is meant by it.
    JSON.stringify(values);
    return values;
  } catch {
    const problem = 'an alias in it leads nowhere, to itself or to too much, or it is nested too deeply';
    throw fail('ENDPOINT_YAML', { file, problem });
  }
}

/** A whole number as azure-ai-ml reads it: digits in quotes too, and nothing behind the point. What is none, as it is. */
function numberOf(value: unknown): unknown {
  if (typeof value === 'number') return Math.trunc(value);
  return typeof value === 'string' && /^\s*[+-]?\d+(_\d+)*\s*$/.test(value)
    ? Number(value.replaceAll('_', ''))
    : value;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
