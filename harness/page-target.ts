import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PageTarget } from '../apis/control/targets.ts';
import { captureDemo } from './demo-capture.ts';
import type { World, WorldOptions } from './world.ts';

interface PageSource {
  world: World;
  /** For the world of the demo client. */
  options: Pick<WorldOptions, 'authority' | 'log'>;
  caFile: string | null;
}

/** What the page is shown of a harness. */
export function pageTarget({ world, options, caFile }: PageSource): PageTarget {
  const run = randomUUID();
  return {
    facts: () => ({
      run,
      last: world.observations.last,
      fqdn: world.fqdn,
      scoringUri: world.scoringUri,
      httpsUrl: world.httpsUrl,
      httpUrl: world.httpUrl,
      caFile,
      dns: { address: world.dns.address, port: world.dns.port },
      cli: commandLine(),
      parts: { scenarios: true, dns: true, extension: true, endpoints: true, captures: true },
    }),
    key: () => world.key,
    renewSecret: (days) => world.renewSecret(days),
    capture: () => captureDemo(options),
  };
}

/** How a person types the command of this harness: from a checkout by its file, otherwise by its name. */
function commandLine(): string {
  const launcher = path.resolve(import.meta.dirname, '../bin/azureml-fe-mock.js');
  if (!existsSync(launcher)) return 'azureml-fe-mock';
  return `node ${/^[\w./-]+$/.test(launcher) ? launcher : `'${launcher}'`}`;
}
