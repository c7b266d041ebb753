import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run cluster -- [up] [--image TAG…]     brings a Kubernetes of one node up
       npm run cluster -- load TAG…             copies images from the Docker engine to the node
       npm run cluster -- check [NAME…]         puts deploy/kubernetes on it and breaks things under load
       npm run cluster -- doctor                says whether it can run here at once; exit status 3 where not
       npm run cluster -- build                 builds what "up" needs into the cache, and nothing else
       npm run cluster -- down                  removes everything but the cache

The last line of "up" names the kubeconfig:

  export KUBECONFIG=$(npm run -s cluster | tail -n 1 | cut -d ' ' -f 2)

The check "capacity" sends RATE requests/s (2000) for SECONDS (120), from the environment.

Options
  --image TAG   an image of the Docker engine that the pods may use; more than once for several`;

export type ClusterCommand =
  | { command: 'up'; images: string[] }
  | { command: 'load'; images: string[] }
  | { command: 'check'; names: string[] }
  | { command: 'build' }
  | { command: 'doctor' }
  | { command: 'down' }
  | { command: 'help' };

/** @throws Error with a sentence for a person, where the command line is wrong */
export function readOptions(args: readonly string[]): ClusterCommand {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      image: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { command: 'help' };
  const [command = 'up', ...rest] = positionals;
  if (values.image.length > 0 && command !== 'up')
    throw new Error(`--image belongs to "up", and the command is "${command}".`);
  if (command === 'load') {
    if (rest.length === 0) throw new Error('"load" needs the tag of an image.');
    return { command, images: rest };
  }
  if (command === 'check') return { command, names: rest };
  if (command !== 'up' && command !== 'down' && command !== 'build' && command !== 'doctor')
    throw new Error(`"${command}" is no command; there are up, load, check, doctor, build and down.`);
  if (rest.length > 0) throw new Error(`"${command}" takes no argument, and "${rest[0]}" is one.`);
  return command === 'up' ? { command, images: values.image } : { command };
}
