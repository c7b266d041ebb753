import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What the probe answers. */
export interface Inside {
  /** Heap and buffers in use after a collection, bytes. */
  heapBytes: number;
  /** Longest of 99 in 100 delays of the event loop since the last question, ms. */
  loopDelayMs: number;
}

// Loaded into the router's process with --import and --expose-gc. It answers each message of its parent with what only the
// process itself knows, and does not keep the process alive.
if (process.send !== undefined) {
  const delays = monitorEventLoopDelay({ resolution: 10 });
  delays.enable();
  process.on('message', () => {
    const loopDelayMs = delays.percentile(99) / 1e6;
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    process.send?.({ heapBytes: heapUsed + external, loopDelayMs } satisfies Inside);
    // The collection itself is not what the router did.
    setImmediate(() => delays.reset()).unref();
  });
  process.channel?.unref();
}
