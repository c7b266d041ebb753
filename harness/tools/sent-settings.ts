import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InstalledExtension, SentSettings } from '../../apis/azure/targets.ts';
import { makeTemporaryFolder } from '../../common/temporary-folder.ts';
import type { TypedSettings } from '../../extension/settings.ts';

/** Paths on the client's machine: they say nothing here. */
const CLIENT_PATHS = ['sslCertPemFile', 'sslKeyPemFile'];

/**
 * Turns settings as they arrive at Azure Resource Manager into those of the CLI: a PEM pair that was sent is kept in files
 * of a private folder, because that is how the extension names a pair.
 */
export class SentPairs {
  readonly #folder: string;
  #count = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<SentPairs> {
    return new SentPairs(await makeTemporaryFolder('azureml-fe-sent-'));
  }

  async typed({ config, configProtected, pemPair }: SentSettings): Promise<TypedSettings> {
    const kept = Object.fromEntries(
      Object.entries(configProtected).filter(([key]) => !CLIENT_PATHS.includes(key)),
    );
    const files = pemPair === null ? {} : await this.#write(pemPair);
    return { config: { ...config }, configProtected: { ...kept, ...files } };
  }

  /** Each pair has a folder of its own: one that is refused must not displace the one in service. */
  async #write({ certPem, keyPem }: NonNullable<SentSettings['pemPair']>): Promise<Record<string, string>> {
    this.#count += 1;
    const folder = path.join(this.#folder, String(this.#count));
    await mkdir(folder, { mode: 0o700 });
    const [sslCertPemFile, sslKeyPemFile] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    await writeFile(sslCertPemFile, certPem, { encoding: 'latin1', mode: 0o600 });
    await writeFile(sslKeyPemFile, keyPem, { encoding: 'latin1', mode: 0o600 });
    return { sslCertPemFile, sslKeyPemFile };
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The extension as Azure Resource Manager shows it: no protected value is part of it. */
export function installedExtension(settings: TypedSettings | null): InstalledExtension | null {
  if (settings === null) return null;
  return { config: settings.config, configProtectedKeys: Object.keys(settings.configProtected).sort() };
}
