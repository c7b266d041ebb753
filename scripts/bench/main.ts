import { cpus, loadavg } from 'node:os';
import { measureHandshakes } from './handshakes.ts';
import { type Load, type Measured, measure } from './load.ts';
import { type BenchOptions, readOptions, USAGE } from './options.ts';
import { CORES, missingPrograms } from './process.ts';
import { type Runs, summarise, toRatios, toTable } from './report.ts';
import { type Servers, type Subject, startServers } from './servers.ts';

/** `npm run bench`: the gateway beside nginx. Exit 2 for a wrong option, 3 where a program is missing. */
async function main(): Promise<number> {
  let options: BenchOptions | 'help';
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
  if (options === 'help') {
    console.log(USAGE);
    return 0;
  }
  const missing = missingPrograms();
  if (missing !== null) {
    console.error(missing);
    return 3;
  }
  const servers = await startServers(2 * options.connections);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void servers.close().finally(() => process.exit(1)));
  }
  try {
    await report(servers, options);
    return 0;
  } finally {
    await servers.close();
  }
}

async function report(servers: Servers, options: BenchOptions): Promise<void> {
  const subjects = [servers.gateway, servers.bare, servers.nginx, servers.plainNginx];
  const runs = new Map(
    subjects.map(({ name }) => [name, { name, full: [], paced: [], handshakes: [] } as Runs]),
  );
  const direct: Measured[] = [];
  say(
    `node ${process.version} on ${cpus()[0]?.model.trim()}; server on core ${CORES.server}, load on core ${CORES.load}`,
  );
  say(`load of the machine before: ${loadavg()[0]?.toFixed(2)}`);
  await warmUp(subjects, servers.key, options);
  for (let round = 1; round <= options.rounds; round += 1) {
    say(`round ${round} of ${options.rounds}`);
    direct.push(await undisturbed(() => measure(paced(servers.direct, servers.key, options))));
    // Interleaved, so that what else the machine does meets all of them alike.
    for (const subject of subjects) {
      const full = fullLoad(subject, servers.key, options);
      const mine = runs.get(subject.name);
      mine?.full.push(await undisturbed(() => measure(full)));
      mine?.paced.push(await undisturbed(() => measure(paced(subject, servers.key, options))));
      mine?.handshakes.push(await undisturbed(() => measureHandshakes(subject, options.seconds)));
    }
  }
  const lines = [...runs.values()].map((each) => summarise(each, direct));
  const [gateway, ...others] = lines;
  console.log(toTable(lines));
  if (gateway !== undefined) console.log(`\n${toRatios(gateway, others)}`);
}

function fullLoad(
  { url, pid, modelPid }: Subject,
  key: string,
  { seconds, connections }: BenchOptions,
): Load {
  return { url, pid, modelPid, key, seconds, connections };
}

/** Enough connections that each has 12 ms for a request and the pause after it. */
function paced(subject: Subject, key: string, options: BenchOptions): Load {
  const { connections, rate } = options;
  return {
    ...fullLoad(subject, key, options),
    rate,
    connections: Math.max(connections, Math.ceil(rate / 80)),
  };
}

/** What other programs may use of the machine, in cores, before a measurement is worth nothing. */
const DISTURBED = 0.1;
const TRIES = 20;

/** Measures again until nothing else was running; after many tries it takes what it can get, and says so. */
async function undisturbed<Run extends { disturbance: number }>(attempt: () => Promise<Run>): Promise<Run> {
  for (let tries = 1; ; tries += 1) {
    const run = await attempt();
    if (run.disturbance <= DISTURBED) return run;
    if (tries === TRIES) {
      say(`other programs used ${run.disturbance.toFixed(2)} cores during this measurement`);
      return run;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** A compiler that works while it serves is not what is measured. */
async function warmUp(subjects: readonly Subject[], key: string, options: BenchOptions): Promise<void> {
  for (const subject of subjects) await measure({ ...fullLoad(subject, key, options), seconds: 3 });
}

const say = (text: string): void => console.error(text);

process.exitCode = await main();
