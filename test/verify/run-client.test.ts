import t from 'tap';
import { type ClientCommand, runClient } from '../../verify/run-client.ts';

const shell = (script: string, more: Partial<ClientCommand> = {}): ClientCommand => ({
  command: 'sh',
  args: ['-c', script],
  env: process.env,
  cwd: process.cwd(),
  timeoutMs: 20_000,
  ...more,
});

/** ms from the end of the client until its run is told. */
async function waitedFor(client: ClientCommand): Promise<number> {
  const start = performance.now();
  const { durationMs } = await runClient(client);
  return performance.now() - start - durationMs;
}

t.test('a client that has ended is not waited for', async (t) => {
  // curl, for one, closes its output before it ends, others leave that to the system.
  for (const script of ['echo scored; exec >&- 2>&-; sleep 0.05', 'echo scored; echo told >&2']) {
    const waits: number[] = [];
    for (let run = 0; run < 5; run += 1) waits.push(await waitedFor(shell(script)));
    t.ok(Math.min(...waits) < 150, `${script}: ${waits.map(Math.round).join(', ')} ms`);
  }
});

t.test('what a client printed last is there, also where a child of it keeps the pipes open', async (t) => {
  const start = performance.now();
  const run = await runClient(shell('sleep 19 & echo ACCEPT; echo told >&2'));
  t.match(run, { exitCode: 0, signal: null, timedOut: false, lastLine: 'ACCEPT', stderrTail: 'told\n' });
  t.ok(performance.now() - start < 10_000);
});

t.test('a client is ended when its time is up, though it will not hear of it', async (t) => {
  const run = await runClient(shell("trap '' TERM; sleep 19; sleep 19", { timeoutMs: 100 }));
  t.match(run, { exitCode: null, signal: 'SIGKILL', timedOut: true });
});

t.test('a client can be ended before its time', async (t) => {
  const stop = new AbortController();
  const running = runClient(shell('sleep 19', { stop: stop.signal }));
  stop.abort();
  t.match(await running, { exitCode: null, signal: 'SIGKILL', timedOut: false });
});
