import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeTemporaryFolder } from '../common/temporary-folder.ts';

/** The files of a secret: `cert.pem` and `key.pem`, PEM. */
export interface SecretFiles {
  certPem: string;
  keyPem: string;
}

/**
 * A secret mounted the way kubelet mounts one: a time-stamped folder with the files, `..data` pointing at it, and
 * the files' names pointing through `..data`. Replacing it is one rename of that link, so no reader ever sees half
 * a pair.
 */
export class MountedSecret {
  /** The folder that holds secrets by name: what `--secrets-dir` is given. */
  readonly secretsDir: string;
  readonly name: string;
  #generation = 0;
  #current = '';

  private constructor(secretsDir: string, name: string) {
    this.secretsDir = secretsDir;
    this.name = name;
  }

  /** Mounts a secret in a new folder of the system's temporary one. */
  static async mount(name: string, files: SecretFiles): Promise<MountedSecret> {
    const mounted = new MountedSecret(await makeTemporaryFolder('azureml-fe-secret-'), name);
    await mkdir(mounted.#folder);
    await mounted.replace(files);
    for (const file of ['cert.pem', 'key.pem']) {
      await symlink(path.join('..data', file), path.join(mounted.#folder, file));
    }
    return mounted;
  }

  get #folder(): string {
    return path.join(this.secretsDir, this.name);
  }

  /** Swaps in new files in one step. */
  async replace(files: SecretFiles): Promise<void> {
    this.#generation += 1;
    const stamped = `..${new Date().toISOString().replace(/[-:T]/g, '_').slice(0, 19)}.${this.#generation}`;
    await mkdir(path.join(this.#folder, stamped));
    await writeFile(path.join(this.#folder, stamped, 'cert.pem'), files.certPem);
    await writeFile(path.join(this.#folder, stamped, 'key.pem'), files.keyPem, { mode: 0o600 });
    await symlink(stamped, path.join(this.#folder, '..data_tmp'));
    await rename(path.join(this.#folder, '..data_tmp'), path.join(this.#folder, '..data'));
    if (this.#current !== '') await rm(path.join(this.#folder, this.#current), { recursive: true });
    this.#current = stamped;
  }

  async unmount(): Promise<void> {
    await rm(this.secretsDir, { recursive: true, force: true });
  }
}
