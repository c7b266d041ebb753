import { rm } from 'node:fs/promises';
import path from 'node:path';
import { makeTemporaryFolder } from '../common/temporary-folder.ts';
import { SecretVolume } from './secret-volume.ts';

/** The files of a secret: `cert.pem` and `key.pem`, PEM. */
export interface SecretFiles {
  certPem: string;
  keyPem: string;
}

/** A secret of its own, mounted as kubelet mounts one, in a folder that goes with it. */
export class MountedSecret {
  /** The folder that holds secrets by name: what `--secrets-dir` is given. */
  readonly secretsDir: string;
  readonly name: string;
  readonly #volume: SecretVolume;

  private constructor(secretsDir: string, name: string) {
    this.secretsDir = secretsDir;
    this.name = name;
    this.#volume = new SecretVolume(path.join(secretsDir, name));
  }

  /** Mounts a secret in a new folder of the system's temporary one. */
  static async mount(name: string, files: SecretFiles): Promise<MountedSecret> {
    const mounted = new MountedSecret(await makeTemporaryFolder('azureml-fe-secret-'), name);
    mounted.replace(files);
    return mounted;
  }

  /** Swaps in new files in one step. */
  replace({ certPem, keyPem }: SecretFiles): void {
    this.#volume.replace({ 'cert.pem': certPem, 'key.pem': keyPem });
  }

  async unmount(): Promise<void> {
    await rm(this.secretsDir, { recursive: true, force: true });
  }
}
