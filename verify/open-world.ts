import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { silentLogger } from '../common/logger.ts';
import type { Observation } from '../common/observations.ts';
import { makeTemporaryFolder } from '../common/temporary-folder.ts';
import { startWorld, type World } from '../harness/world.ts';
import type { Authority } from '../pki/authority.ts';
import { javaTrustStore } from '../pki/java-trust-store.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';

/** The ports of a production cluster, for where they can be had: in a namespace or a container. */
export const PRODUCTION_PORTS = { httpsPort: 443, httpPort: 80, dnsPort: 53 };

export interface OpenWorldOptions {
  authority: Authority;
  /** Free ports where left out. */
  ports?: { httpsPort: number; httpPort: number; dnsPort: number };
  /** ms after which the client is ended; until then the router waits for it. */
  clientTimeoutMs: number;
}

/** A world that is open for one client, with the files that the client is given. */
export interface OpenWorld {
  world: World;
  /** Holds the files below. */
  folder: string;
  caFile: string;
  javaTrustStore: string;
  /** What was seen, once the last connection is closed or has had its time. */
  settle(): Promise<readonly Observation[]>;
  close(): Promise<void>;
}

/** ms by which the router's limits outlast the client's time. */
const PATIENCE_MS = 5000;
/** ms that connections are given to close after the client ended. */
const SETTLE = 500;

/** Opens the world of a scenario for one run of one client. */
export async function openWorld(scenario: ClientScenario, options: OpenWorldOptions): Promise<OpenWorld> {
  const folder = await makeTemporaryFolder('azureml-fe-verify-');
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const world = await startWorld(scenario.world, {
    authority: options.authority,
    log: silentLogger,
    tapWire: true,
    // The client has no other resolver there, and asks for names of its search list first.
    dnsAnswersAll: true,
    // A client without a time-out of its own must not be saved by the router's.
    handshakeTimeoutMs: options.clientTimeoutMs + PATIENCE_MS,
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
    folder,
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
