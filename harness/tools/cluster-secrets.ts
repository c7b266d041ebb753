import { existsSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { readlink, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { SharedSecret } from '../../apis/kubernetes/targets.ts';
import { makeTemporaryFolder } from '../../common/temporary-folder.ts';
import { MANIFEST_ENDINGS } from '../../secret/secrets-dir.ts';
import { SecretVolume } from '../secret-volume.ts';
import { readOwnSecrets } from './own-secrets.ts';

/** The namespace in which the router looks for its Secret. */
export const ROUTER_NAMESPACE = 'azureml';

/**
 * The Secrets of the cluster. In the namespace `azureml` these are those that came by the Kubernetes API, mounted as kubelet mounts them, and those of
 * the person's own folder (`--secrets-dir`), which are linked as they are asked for. So `sslSecret=NAME` finds one place,
 * which stays the same when the Secret is replaced, and a watch on it sees that.
 */
export class ClusterSecrets {
  /** The folder in which `sslSecret=NAME` is looked up. */
  readonly dir: string;
  readonly #ownDir: string;
  readonly #volumes = new Map<string, SecretVolume>();
  readonly #deleted = new Set<string>();
  /** What came by the API, by namespace and name. */
  readonly #given = new Map<string, SharedSecret>();
  #own: readonly SharedSecret[] = [];

  private constructor(dir: string, ownDir: string) {
    this.dir = dir;
    this.#ownDir = path.resolve(ownDir);
  }

  /** @param ownDir the folder of `--secrets-dir`, which is only read */
  static async open(ownDir: string): Promise<ClusterSecrets> {
    const secrets = new ClusterSecrets(await makeTemporaryFolder('azureml-fe-cluster-'), ownDir);
    await secrets.refresh();
    return secrets;
  }

  /** Looks at the person's own folder again. */
  async refresh(): Promise<void> {
    this.#own = await readOwnSecrets(this.#ownDir, ROUTER_NAMESPACE);
  }

  list(): SharedSecret[] {
    const own = this.#own.filter(({ name }) => !this.#deleted.has(name) && !this.#volumes.has(name));
    return [...this.#given.values(), ...own];
  }

  /** Makes `name` known here where the person's own folder has it. @returns the folder to look it up in */
  async dirFor(name: string): Promise<string> {
    // Whether the name is one at all is for the look-up to say.
    if (path.basename(name) === name && !this.#volumes.has(name) && !this.#deleted.has(name))
      await this.#linkOwn(name);
    return this.dir;
  }

  async #linkOwn(name: string): Promise<void> {
    for (const entry of ['', ...MANIFEST_ENDINGS].map((ending) => name + ending)) {
      const target = path.join(this.#ownDir, entry);
      const link = path.join(this.dir, entry);
      const linked = (await readlink(link).catch(() => null)) === target;
      if (existsSync(target) && !linked) await symlink(target, link);
      if (!existsSync(target) && linked) await rm(link);
    }
  }

  /** Creates or replaces a Secret in one step. It is mounted when this returns. */
  put(secret: SharedSecret): void {
    if (secret.namespace === ROUTER_NAMESPACE) this.#mount(secret.name, secret.data);
    this.#given.set(keyOf(secret), secret);
  }

  #mount(name: string, data: SharedSecret['data']): void {
    const known = this.#volumes.get(name);
    const volume = known ?? new SecretVolume(path.join(this.dir, '..volumes', name));
    volume.replace(data);
    this.#volumes.set(name, volume);
    this.#deleted.delete(name);
    if (known !== undefined) return;
    for (const ending of MANIFEST_ENDINGS) rmSync(path.join(this.dir, name + ending), { force: true });
    const aside = path.join(this.dir, `..link-${name}`);
    symlinkSync(path.relative(this.dir, volume.folder), aside);
    // In place of a link to the person's own folder, without a moment in which there is neither.
    renameSync(aside, path.join(this.dir, name));
  }

  /** Deletes a Secret; one of the person's own folder is no longer found, and its files stay. */
  remove(namespace: string, name: string): void {
    this.#given.delete(keyOf({ namespace, name }));
    if (namespace !== ROUTER_NAMESPACE) return;
    this.#deleted.add(name);
    const volume = this.#volumes.get(name);
    this.#volumes.delete(name);
    for (const ending of ['', ...MANIFEST_ENDINGS])
      rmSync(path.join(this.dir, name + ending), { force: true });
    if (volume !== undefined) rmSync(volume.folder, { recursive: true });
  }

  async close(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}

const keyOf = ({ namespace, name }: Pick<SharedSecret, 'namespace' | 'name'>): string =>
  `${namespace}/${name}`;
