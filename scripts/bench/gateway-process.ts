import { silentLogger } from '../../common/logger.ts';
import { ObservationLog } from '../../common/observation-log.ts';
import { readSettings } from '../../extension/settings.ts';
import { startGateway } from '../../gateway/gateway.ts';
import { defaultDeployment } from '../../gateway/routing/endpoints.ts';
import { SecretMonitor } from '../../secret/secret-monitor.ts';
import type { GatewayRun } from './servers.ts';

// It ends with its parent.
process.once('disconnect', () => process.exit());

/**
 * The gateway as the harness runs it, observations switched on, in a process of its own. Its parent sends what to
 * serve and receives the port.
 */
process.once('message', async ({ certFile, keyFile, modelPort, key, concurrency }: GatewayRun) => {
  const deployment = {
    ...defaultDeployment('blue', `http://127.0.0.1:${modelPort}`),
    maxConcurrentRequestsPerInstance: concurrency,
  };
  const observe = new ObservationLog().emit;
  const gateway = await startGateway({
    settings: readSettings(
      { enableInference: 'True', inferenceRouterServiceType: 'LoadBalancer', sslCname: 'www.contoso.com' },
      {},
    ),
    secret: new SecretMonitor({ source: { kind: 'files', certFile, keyFile }, observe, log: silentLogger }),
    plainHttp: 'closed',
    host: '127.0.0.1',
    httpsPort: 0,
    httpPort: 0,
    watchSecret: false,
    router: {
      profile: 'kubernetes',
      seed: 0,
      endpoints: [
        {
          name: 'demo',
          authMode: 'key',
          traffic: { blue: 100 },
          keys: { primary: key, secondary: `${key}-2` },
          deployments: [deployment],
        },
      ],
    },
    observe,
    log: silentLogger,
  });
  process.send?.({ port: gateway.httpsPort });
});
