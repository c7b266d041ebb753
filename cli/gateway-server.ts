import { newEndpointKey } from '../gateway/routing/authorization.ts';
import { startStandaloneGateway } from '../harness/standalone-gateway.ts';
import { readEndpoints } from './endpoint-files.ts';
import {
  clusterFrom,
  type GatewayFlags,
  routerChoicesFrom,
  settingsFrom,
  tlsKnobsFrom,
} from './harness-options.ts';
import { openKeyLog } from './key-log.ts';
import { createLog, logObservation } from './log.ts';
import type { Running } from './run-until-stopped.ts';
import { adviceOnSettings } from './settings-advice.ts';

/** Where `azureml-fe-mock model` listens, for deployments that `--backend` does not name. */
const DEFAULT_BACKEND = 'http://127.0.0.1:5001';

/** The options of `gateway`, as commander gives them. */
export interface StandaloneFlags extends GatewayFlags {
  /** How long it goes on serving after SIGTERM, s. */
  drainSeconds: number;
}

/** Runs the router alone. Without a secret of one's own there is nothing that could be served. */
export async function serveGateway(flags: StandaloneFlags): Promise<Running> {
  for (const line of adviceOnSettings(flags)) process.stderr.write(`${line}\n`);
  const log = createLog(flags.logLevel, flags.logFormat);
  const key = flags.key ?? newEndpointKey();
  const makeEndpoints = await readEndpoints(flags, (note) => log.warn({}, note));
  const lone = await startStandaloneGateway({
    log,
    settings: settingsFrom(flags),
    secretsDir: flags.secretsDir,
    cluster: clusterFrom(flags),
    endpoints: makeEndpoints(DEFAULT_BACKEND, key),
    host: flags.host,
    httpsPort: flags.httpsPort,
    httpPort: flags.httpPort,
    plainHttp: flags.plainHttp,
    tls: tlsKnobsFrom(flags),
    watchSecret: flags.watchSecret ?? false,
    profile: flags.profile,
    strictSecret: flags.strictSecret ?? false,
    workers: flags.workers,
    storedCertificate: flags.storedCertificate,
    routerChoices: await routerChoicesFrom(flags),
    seed: flags.seed ?? 0,
    controlHost: flags.controlHost,
    controlPort: flags.controlPort,
    controlAllowedHosts: flags.controlAllowHost ?? [],
    ...(flags.tlsKeyLog === undefined ? {} : { onKeyLog: openKeyLog(flags.tlsKeyLog, log) }),
  });
  lone.observations.subscribe((seen) => logObservation(log, seen));
  const { httpsPort, httpPort } = lone.gateway;
  const ports = [httpsPort === null ? '' : `HTTPS ${httpsPort}`, httpPort === null ? '' : `HTTP ${httpPort}`];
  process.stdout.write(
    `router on ${flags.host}: ${ports.filter(Boolean).join(', ')}; control API on ${lone.controlUrl}\n`,
  );
  if (flags.key === undefined) process.stdout.write(`bearer key: ${key}\n`);
  return {
    stop: () => lone.close(undefined, flags.drainSeconds * 1000),
    reload: () => lone.gateway.apply({}),
  };
}
