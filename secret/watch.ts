import type { SecretSource } from './raw-secret.ts';
import { FolderWatchers } from './watch-folders.ts';
import { readDigest, readStamp } from './watch-state.ts';
import { watchedPlaces } from './watched-places.ts';

export interface WatchOptions {
  /**
   * How often the files are looked at without an event, in ms; default 2000. Network and bind mounts bring no
   * events.
   */
  pollMs?: number;
  /** How long the files must have stood still before a change is reported, in ms; default 250. */
  settleMs?: number;
  /** A change is reported at the latest this long after it began, even if the files still change, in ms; default 600. */
  maxSettleMs?: number;
}

export interface SecretWatcher {
  /** Resolves when the present state is known: every later change is reported. */
  readonly ready: Promise<void>;
  /** Ends the watching at once; `onChange` is not called any more. */
  close(): void;
}

/** A burst of events is one look at the files. */
const BURST_MS = 20;

/**
 * Reports when the bytes of a secret have changed: files rewritten or renamed over, kubelet's swap of `..data`, a
 * new manifest, a folder that went away or came back. Certificate and key that are written one after the other within
 * `settleMs` are one change. The files are not judged, and a change to nothing is a change too.
 *
 * Watch first, await `ready`, then read: so no change falls between.
 *
 * @param onChange must not throw
 */
export function watchSecret(
  source: SecretSource,
  onChange: () => void,
  { pollMs = 2000, settleMs = 250, maxSettleMs = Math.max(600, settleMs) }: WatchOptions = {},
): SecretWatcher {
  const { files, folders } = watchedPlaces(source);
  if (files.length === 0) return { ready: Promise.resolve(), close: () => undefined };

  let closed = false;
  let looking = false;
  let known = { stamp: '', digest: '' };
  /** A state that differs from the known one, since when it has been seen, and when it is reported at the latest (monotonic ms). */
  let unsettled: { stamp: string; since: number; latest: number } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;
  const watchers = new FolderWatchers(folders, () => lookIn(BURST_MS));

  function lookIn(ms: number): void {
    const at = performance.now() + ms;
    if (closed || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => void look(), ms).unref();
  }

  async function look(): Promise<void> {
    due = Number.POSITIVE_INFINITY;
    if (looking) return lookIn(BURST_MS);
    looking = true;
    try {
      await watchers.attach();
      const waitMs = await judge();
      lookIn(waitMs);
    } finally {
      looking = false;
    }
  }

  /** @returns in how many ms to look again */
  async function judge(): Promise<number> {
    const stamp = await readStamp(files);
    const now = performance.now();
    if (stamp === known.stamp) {
      unsettled = null;
      return pollMs;
    }
    unsettled ??= { stamp, since: now, latest: now + maxSettleMs };
    if (unsettled.stamp !== stamp) unsettled = { stamp, since: now, latest: unsettled.latest };
    const rest = Math.min(unsettled.since + settleMs, unsettled.latest) - now;
    if (rest > 0) return rest;
    const isLatest = unsettled.latest <= now;
    const digest = await readDigest(files);
    // What was written while the digest was taken is another state, which has to settle itself.
    if (!isLatest && (await readStamp(files)) !== stamp) return BURST_MS;
    const isChange = digest !== known.digest;
    known = { stamp, digest };
    unsettled = null;
    if (isChange && !closed) onChange();
    return pollMs;
  }

  async function begin(): Promise<void> {
    await watchers.attach();
    known = { stamp: await readStamp(files), digest: await readDigest(files) };
    lookIn(pollMs);
  }

  return {
    ready: begin(),
    close: () => {
      closed = true;
      clearTimeout(timer);
      watchers.close();
    },
  };
}
