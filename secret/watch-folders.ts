import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';

/**
 * `fs.watch` on folders that may vanish and come back. A watch stays with the folder that was there when it began, so
 * each is tied anew when another folder stands in its place.
 */
export class FolderWatchers {
  readonly #folders: readonly string[];
  readonly #onEvent: () => void;
  readonly #attached = new Map<string, { identity: string; watcher: FSWatcher }>();
  #closed = false;

  constructor(folders: readonly string[], onEvent: () => void) {
    this.#folders = folders;
    this.#onEvent = onEvent;
  }

  /** Ties a watch to every folder that is there now. Where the system allows none, polling has to do. */
  async attach(): Promise<void> {
    for (const folder of this.#folders) {
      const identity = await identityOf(folder);
      if (this.#closed) return;
      if (this.#attached.get(folder)?.identity === identity) continue;
      this.#detach(folder);
      if (identity !== null) this.#tie(folder, identity);
    }
  }

  close(): void {
    this.#closed = true;
    for (const folder of this.#folders) this.#detach(folder);
  }

  #tie(folder: string, identity: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, this.#onEvent);
      watcher.on('error', () => this.#detach(folder));
      this.#attached.set(folder, { identity, watcher });
    } catch {
      // Out of inotify watches, or a file system without events.
    }
  }

  #detach(folder: string): void {
    this.#attached.get(folder)?.watcher.close();
    this.#attached.delete(folder);
  }
}

/** Differs for a folder that was made anew, also when it was given the old inode number. */
async function identityOf(folder: string): Promise<string | null> {
  try {
    const { dev, ino, birthtimeNs } = await stat(folder, { bigint: true });
    return [dev, ino, birthtimeNs].join(':');
  } catch {
    return null;
  }
}
