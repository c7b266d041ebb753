import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { silentLogger } from '../common/logger.ts';
import type { Observation } from '../common/observations.ts';
import { makeTemporaryFolder } from '../common/temporary-folder.ts';
import { startWorld, type World } from '../harness/world.ts';
import type { Authority } from '../pki/authority.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import { javaTrustStore } from './java-trust-store.ts';

/** The ports of a production cluster, for where they can be had: in a namespace or a container. */
export const PRODUCTION_PORTS = { httpsPort: 443, httpPort: 80, dnsPort: 53 };

export interface WorldHostOptions {
  authority: Authority;
  /** Free ports where left out. */
  ports?: { httpsPort: number; httpPort: number; dnsPort: number };
  /** A name or an address in the scoring URI instead of the scenario's own. */
  scoringHost?: string;
}

/** A world that is open for one client, with the files that the client is given. */
export interface OpenWorld {
  world: World;
  caFile: string;
  javaTrustStore: string;
  /** What was seen, once the last connection is closed or has had its time. */
  settle(): Promise<readonly Observation[]>;
  close(): Promise<void>;
}

/** ms that connections are given to close after the client ended. */
const SETTLE = 500;

/** Opens the world of a scenario for one run of one client. */
export async function openWorld(scenario: ClientScenario, options: WorldHostOptions): Promise<OpenWorld> {
  const spec = {
    ...scenario.world,
    ...(options.scoringHost === undefined ? {} : { scoringHost: options.scoringHost }),
  };
  const folder = await makeTemporaryFolder('azureml-fe-verify-');
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const world = await startWorld(spec, {
    authority: options.authority,
    log: silentLogger,
    tapWire: true,
    ...options.ports,
  }).catch(async (error: unknown) => {
    await removeFolder();
    throw error;
  });
  const caFile = path.join(folder, 'ca.pem');
  const storeFile = path.join(folder, 'trust.jks');
  await Promise.all([writeFile(caFile, world.caPem), writeFile(storeFile, javaTrustStore([world.caPem]))]);
  return {
    world,
    caFile,
    javaTrustStore: storeFile,
    settle: async () => {
      await world.idle(SETTLE);
      return world.observations.all();
    },
    close: async () => {
      await world.close(0);
      await removeFolder();
    },
  };
}
