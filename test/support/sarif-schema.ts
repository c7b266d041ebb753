import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';

/** The schema of SARIF 2.1.0 by OASIS, as a package of the standard's editors ships it. */
export async function sarifSchema(): Promise<ValidateFunction> {
  const main = fileURLToPath(import.meta.resolve('@microsoft/jest-sarif'));
  const text = await readFile(new URL('./schemas/sarif-2.1.0-rtm.5.json', `file://${main}`), 'utf8');
  // It is written for draft 4 and uses nothing that draft 7 reads otherwise, but for the name of `$id`.
  const { id: _id, $schema: _schema, ...schema } = JSON.parse(text);
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });
  return ajv.compile(schema);
}
