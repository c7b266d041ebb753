import { cpus, loadavg } from 'node:os';
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
  try {
    await report(servers, options);
    return 0;
  } finally {
    await servers.close();
  }
}

async function report(servers: Servers, options: BenchOptions): Promise<void> {
  const subjects = [servers.gateway, servers.nginx, servers.plainNginx];
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
    direct.push(await measure(paced(servers.direct, servers.key, options)));
    // Interleaved, so that what else the machine does meets all of them alike.
    for (const subject of subjects) {
      const full = fullLoad(subject, servers.key, options);
      const mine = runs.get(subject.name);
      mine?.full.push(await measure(full));
      mine?.paced.push(await measure(paced(subject, servers.key, options)));
      mine?.handshakes.push(await measure({ ...full, closing: true }));
    }
  }
  const lines = [...runs.values()].map((each) => summarise(each, direct));
  const [gateway, ...others] = lines;
  console.log(toTable(lines));
  if (gateway !== undefined) console.log(`\n${toRatios(gateway, others)}`);
}

function fullLoad({ url, pid }: Subject, key: string, { seconds, connections }: BenchOptions): Load {
  return { url, pid, key, seconds, connections };
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

/** A compiler that works while it serves is not what is measured. */
async function warmUp(subjects: readonly Subject[], key: string, options: BenchOptions): Promise<void> {
  for (const subject of subjects) await measure({ ...fullLoad(subject, key, options), seconds: 3 });
}

const say = (text: string): void => console.error(text);

process.exitCode = await main();
