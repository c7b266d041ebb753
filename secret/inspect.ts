import { MockError } from '../common/errors.ts';
import { type CheckedSecret, type CheckOptions, checkSecret, type SecretWarning } from './check.ts';
import type { SecretSource } from './raw-secret.ts';
import { readSecret } from './source.ts';

/** What came of looking at a secret. */
export type SecretInspection =
  | {
      accepted: true;
      origin: string;
      cname: string | null;
      material: CheckedSecret;
      warnings: SecretWarning[];
    }
  | { accepted: false; origin: string; cname: string | null; error: MockError };

/**
 * Reads and checks a secret, and gives a refusal back as a value: what `certs check` does.
 *
 * @throws Error for what is no fault of the secret
 */
export async function inspectSecret(source: SecretSource, options: CheckOptions): Promise<SecretInspection> {
  const { cname } = options;
  try {
    const raw = await readSecret(source);
    return { accepted: true, origin: raw.origin, cname, ...checkSecret(raw, options) };
  } catch (error) {
    if (!(error instanceof MockError)) throw error;
    return { accepted: false, origin: nameSource(source), cname, error };
  }
}

/** Names a source before anything is known about what is there. */
export function nameSource(source: SecretSource): string {
  switch (source.kind) {
    case 'secret':
      return `sslSecret ${source.name} in ${source.secretsDir}`;
    case 'files':
      return `${source.certFile} with ${source.keyFile}`;
    case 'folder':
      return source.path;
    case 'manifest':
      return source.file;
    case 'inline':
      return 'the given pair';
  }
}
