import { silentLogger } from '../../common/logger.ts';
import { ObservationLog } from '../../common/observation-log.ts';
import { readSettings } from '../../extension/settings.ts';
import type { Gateway, GatewayOptions } from '../../gateway/gateway.ts';
import { type DeploymentSpec, defaultDeployment } from '../../gateway/routing/endpoints.ts';
import { startGatewayWithWorkers } from '../../gateway/workers/start.ts';
import { startModel } from '../../model/server.ts';
import { type Authority, openAuthority } from '../../pki/authority.ts';
import { mint } from '../../pki/mint.ts';
import { SecretMonitor } from '../../secret/secret-monitor.ts';
import type { SecretSource } from '../../secret/source.ts';

export const KEY = 'the-right-key-of-the-test';
export const NAME = 'www.contoso.com';

let authority: Promise<Authority> | null = null;

/** One authority for all tests of a file: its keys are what takes time. */
export function testAuthority(): Promise<Authority> {
  authority ??= openAuthority({ stateDir: null });
  return authority;
}

export interface TestGateway extends AsyncDisposable {
  gateway: Gateway;
  observations: ObservationLog;
  caPem: string;
  scoringUri: string;
  /** A secret for `apply`, which reports to the same observations. */
  secret(source: SecretSource): SecretMonitor;
}

/** The endpoint `demo`, of which one deployment, `blue`, gets all the traffic. */
export const routerOf = (blue: DeploymentSpec): GatewayOptions['router'] => ({
  profile: 'kubernetes',
  seed: 1,
  endpoints: [
    {
      name: 'demo',
      authMode: 'key',
      traffic: { blue: 100 },
      keys: { primary: KEY, secondary: `${KEY}-2` },
      deployments: [blue],
    },
  ],
});

export interface TestGatewayOptions extends Omit<Partial<GatewayOptions>, 'secret'> {
  /** A certificate of its own where left out. */
  secret?: SecretSource | null;
  workers?: number;
}

/** A router with a model behind it, on free ports; closed by `await using`. */
export async function startTestGateway({
  secret: source,
  workers,
  ...options
}: TestGatewayOptions = {}): Promise<TestGateway> {
  const minted = await mint(await testAuthority(), { leaf: { sans: [`DNS:${NAME}`] } });
  const model = await startModel({ host: '127.0.0.1', port: 0, log: silentLogger });
  const observations = new ObservationLog();
  const secret = (source: SecretSource): SecretMonitor =>
    new SecretMonitor({ source, observe: observations.emit, log: options.log ?? silentLogger });
  const gatewayOptions: GatewayOptions = {
    settings: readSettings(
      { enableInference: 'True', inferenceRouterServiceType: 'LoadBalancer', sslCname: NAME },
      {},
    ),
    secret:
      source === null
        ? null
        : secret(source ?? { kind: 'inline', certPem: minted.certPem, keyPem: minted.keyPem }),
    plainHttp: 'closed',
    host: '127.0.0.1',
    httpsPort: 0,
    httpPort: 0,
    watchSecret: false,
    router: routerOf(defaultDeployment('blue', model.url)),
    observe: observations.emit,
    log: silentLogger,
    ...options,
  };
  const started = startGatewayWithWorkers(gatewayOptions, workers);
  const gateway = await started.catch(async (error: unknown) => {
    await model.close();
    throw error;
  });
  return {
    gateway,
    observations,
    secret,
    caPem: minted.trustedPem,
    scoringUri: `https://${NAME}:${gateway.httpsPort}/api/v1/endpoint/demo/score`,
    [Symbol.asyncDispose]: async () => {
      await gateway.close(0);
      await model.close();
    },
  };
}
