// A real Kubernetes of one node on this machine, in namespaces of its own, to try deploy/kubernetes on, or any other
// manifest and tool.
//
//   npm run cluster            the last line names the kubeconfig
//   npm run cluster -- down
import { ClusterError } from './cluster-error.ts';
import { down } from './down.ts';
import { findFolders } from './folders.ts';
import { KubectlError } from './kubectl.ts';
import { type ClusterCommand, readOptions, USAGE } from './options.ts';
import { checkCache, checkMachine, fillCache, load, up } from './up.ts';

const began = Date.now();
const say = (text: string): void =>
  console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);

process.exitCode = await main();

async function main(): Promise<number> {
  let options: ClusterCommand;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  try {
    return await run(options);
  } catch (error) {
    if (error instanceof KubectlError) {
      console.error(error.message);
      return 3;
    }
    if (!(error instanceof ClusterError)) throw error;
    console.error(`${error.code}: ${error.message}\nhint: ${error.remedy}`);
    return 3;
  }
}

async function run(options: ClusterCommand): Promise<number> {
  const folders = findFolders();
  switch (options.command) {
    case 'help':
      console.log(USAGE);
      return 0;
    case 'up':
      await up(folders, options.images, say);
      console.log(`kubeconfig: ${folders.kubeconfig}`);
      return 0;
    case 'load':
      await load(folders, options.images);
      say(`on the node: ${options.images.join(', ')}`);
      return 0;
    case 'doctor':
      checkMachine(folders);
      checkCache(folders);
      console.log(`it can run here, with what is in ${folders.build}`);
      return 0;
    case 'build':
      checkMachine(folders);
      await fillCache(folders, say);
      return 0;
    case 'check': {
      const { check } = await import('./check/main.ts');
      return await check(folders, options.names, say);
    }
    case 'down':
      say((await down(folders)) ? 'the cluster is removed' : 'there was no cluster');
      return 0;
  }
}
