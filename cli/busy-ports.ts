import net from 'node:net';
import { MockError } from '../common/errors.ts';
import { fail } from './errors.ts';
import { ownLine } from './own-command.ts';

/** A port that an option chose; 0 is a free one. */
interface ChosenPort {
  option: string;
  host: string;
  port: number;
}

/**
 * Says more about a start that met a port in use: that the same port was given twice, or all the ports that are busy, with
 * a line that starts beside what listens there. Another error is returned as it is.
 *
 * @param words what was typed after the name of the command
 */
export async function explainBusyPorts(
  error: unknown,
  chosen: readonly ChosenPort[],
  words: readonly string[],
): Promise<unknown> {
  if (!(error instanceof MockError) || error.reason !== 'PORT_IN_USE') return error;
  const twice = findTwice(chosen);
  if (twice !== null) return fail('PORT_GIVEN_TWICE', twice, error);
  const tried = await Promise.all(chosen.map(async (each) => ({ ...each, busy: await isBusy(each) })));
  const busy = tried.filter((each) => each.busy);
  const [first] = busy;
  if (first === undefined || busy.length === 1) return error;
  const ports = `Ports ${busy.map(({ port, option }) => `${port} (${option})`).join(', ')}`;
  const line = ownLine(withFreePorts(words, busy));
  return fail('PORTS_IN_USE', { ports, host: first.host, line }, error);
}

function findTwice(chosen: readonly ChosenPort[]): { port: number; options: string } | null {
  for (const { port } of chosen) {
    const same = chosen.filter((each) => each.port === port && port !== 0);
    if (same.length > 1) return { port, options: same.map(({ option }) => option).join(' and ') };
  }
  return null;
}

/** Tries to listen there, for a moment. */
function isBusy({ host, port }: ChosenPort): Promise<boolean> {
  if (port === 0) return Promise.resolve(false);
  const server = net.createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(false)));
  });
}

/** The words with 0 for the ports that are busy. */
function withFreePorts(words: readonly string[], busy: readonly ChosenPort[]): string[] {
  const options = busy.map(({ option }) => option);
  const kept = words.filter(
    (word, index) => !options.includes(word.split('=')[0] ?? '') && !options.includes(words[index - 1] ?? ''),
  );
  const [command = 'start', ...rest] = kept;
  return [command, ...options.flatMap((option) => [option, '0']), ...rest];
}
