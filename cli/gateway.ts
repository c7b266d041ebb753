import type { Command } from 'commander';
import type { StandaloneFlags } from './gateway-server.ts';
import { addGatewayOptions, whole, withExample } from './options.ts';

/** `gateway`: the router alone. */
export function addGatewayCommand(program: Command): void {
  const command = addGatewayOptions(program.command('gateway')).description(
    'the router alone, for containers; the models are where --backend says',
  );
  command.option(
    '--drain-seconds <seconds>',
    'how long SIGTERM lets it go on serving, each answer with Connection: close',
    whole(0, 3600),
    0,
  );
  withExample(
    command,
    'azureml-fe-mock gateway --secrets-dir ./secrets --backend blue=http://127.0.0.1:5001 \\',
    '    --config enableInference=True inferenceRouterServiceType=LoadBalancer \\',
    '    sslSecret=contoso-tls sslCname=www.contoso.com',
  );
  command.action(async (flags: StandaloneFlags) => {
    const [{ serveGateway }, { runUntilStopped }] = await Promise.all([
      import('./gateway-server.ts'),
      import('./run-until-stopped.ts'),
    ]);
    await runUntilStopped(() => serveGateway(flags));
  });
}
