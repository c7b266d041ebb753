import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A folder in which files stand the way kubelet mounts a Secret: a time-stamped folder with the files, `..data` pointing
 * at it, and the files' names pointing through `..data`. Replacing them is one rename of that link, so no reader ever sees
 * half a pair. Everything is done when a call returns: the next request may look for the files.
 */
export class SecretVolume {
  readonly folder: string;
  #generation = 0;
  #names: readonly string[] = [];

  /** @param folder is made by the first `replace` */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Swaps in other files in one step. @param files by name, as the keys of a Secret may be spelled */
  replace(files: Readonly<Record<string, string | Uint8Array>>): void {
    this.#generation += 1;
    const stamped = `..${new Date().toISOString().replace(/[-:T]/g, '_').slice(0, 19)}.${this.#generation}`;
    const dataLink = path.join(this.folder, '..data');
    const before = this.#generation === 1 ? null : readlinkSync(dataLink);
    mkdirSync(path.join(this.folder, stamped), { recursive: true, mode: 0o700 });
    for (const [name, content] of Object.entries(files))
      writeFileSync(path.join(this.folder, stamped, name), content, { mode: 0o600 });
    symlinkSync(stamped, `${dataLink}_tmp`);
    renameSync(`${dataLink}_tmp`, dataLink);
    this.#linkNames(Object.keys(files));
    if (before !== null) rmSync(path.join(this.folder, before), { recursive: true });
  }

  #linkNames(names: readonly string[]): void {
    for (const name of names.filter((each) => !this.#names.includes(each)))
      symlinkSync(path.join('..data', name), path.join(this.folder, name));
    for (const name of this.#names.filter((each) => !names.includes(each)))
      unlinkSync(path.join(this.folder, name));
    this.#names = names;
  }
}
