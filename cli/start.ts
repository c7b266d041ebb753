import type { Command } from 'commander';
import type { ScenarioSummary } from '../common/scenario-summary.ts';
import type { Harness } from '../harness/harness.ts';
import type { StartFlags } from './harness-options.ts';
import { withExample } from './options.ts';
import { removeReadyFile, writeReadyFile } from './ready-file.ts';
import { addStartOptions } from './start-options.ts';

/** `start`: everything in one process. */
export function addStartCommand(program: Command): void {
  const command = addStartOptions(program.command('start'))
    .description('start gateway, DNS, embedded model and control API in one process')
    .option(
      '--real-tools',
      'open what az, kubectl, the SDKs and helm talk to: --kubernetes-port 6443 and --azure-port 9443',
    )
    .option('--ready-file <file>', 'write the contract JSON there when ready')
    .option('--json', 'print the contract JSON instead of the banner')
    .option('--proxy', 'open a proxy for clients that cannot be given the DNS server; proxyUrl in the JSON')
    .option('--tls-records', 'observe every TLS record, as verify does; costs throughput')
    .option('--stop-with-stdin', 'stop when standard input ends, and so with the program that holds it open');
  withExample(
    command,
    'azureml-fe-mock start --https-port 0 --ready-file ready.json',
    'azureml-fe-mock start --config enableInference=True inferenceRouterServiceType=LoadBalancer \\',
    '    sslSecret=my-tls sslCname=www.contoso.com --secrets-dir ./secrets',
  );
  command.action(async (options: StartFlags) => {
    const { runUntilStopped } = await import('./run-until-stopped.ts');
    await runUntilStopped(() => start(options), options.stopWithStdin);
  });
}

/** The scenario that a harness was started in, as the catalogue lists it. */
function scenarioOf({ scenarios }: Harness): ScenarioSummary | null {
  return scenarios.list().find(({ name }) => name === scenarios.current()) ?? null;
}

const chosenPorts = ({ host, controlHost, ...flags }: StartFlags) => [
  { option: '--https-port', host, port: flags.httpsPort },
  { option: '--http-port', host, port: flags.httpPort },
  { option: '--dns-port', host, port: flags.dnsPort },
  { option: '--control-port', host: controlHost, port: flags.controlPort },
  { option: '--model-port', host: '127.0.0.1', port: flags.modelPort },
];

async function start(flags: StartFlags) {
  // A process that waits for the file must not find that of an earlier run.
  if (flags.readyFile !== undefined) await removeReadyFile(flags.readyFile);
  const [
    { harnessOptions },
    { startHarness },
    { catalogue },
    { banner },
    { logObservation },
    { adviceOnSettings },
    { explainBusyPorts },
  ] = await Promise.all([
    import('./harness-options.ts'),
    import('../harness/harness.ts'),
    import('../scenarios/catalogue.ts'),
    import('./banner.ts'),
    import('./log.ts'),
    import('./settings-advice.ts'),
    import('./busy-ports.ts'),
  ]);
  for (const line of adviceOnSettings(flags)) process.stderr.write(`${line}\n`);
  const options = await harnessOptions(flags);
  const harness = await startHarness({ ...options, catalogue, judging: loadJudging }).catch(
    async (error: unknown) => {
      throw await explainBusyPorts(error, chosenPorts(flags), process.argv.slice(2));
    },
  );
  harness.world.observations.subscribe((seen) => logObservation(options.log, seen));
  const proxy = flags.proxy === true ? await openProxy(harness.world.dns) : null;
  const ready = { ...harness.ready(), ...(proxy === null ? {} : { proxyUrl: proxy.url }) };
  const json = JSON.stringify(ready);
  try {
    if (flags.readyFile !== undefined) await writeReadyFile(flags.readyFile, json);
  } catch (error) {
    await Promise.all([proxy?.close(), harness.close(0)]);
    throw error;
  }
  process.stdout.write(flags.json === true ? `${json}\n` : banner(ready, harness.world, scenarioOf(harness)));
  return {
    stop: async () => {
      await Promise.all([proxy?.close(), harness.close()]);
      // It names a harness that has ended.
      if (flags.readyFile !== undefined) await removeReadyFile(flags.readyFile, json);
    },
    reload: () => harness.world.gateway.apply({}),
  };
}

/** PERF: the judge is 15 files that most runs never need; loaded with the first question. */
async function loadJudging() {
  const { judging } = await import('../verify/judge-seen.ts');
  return judging;
}

async function openProxy(dns: { address: string; port: number }) {
  const [{ startProxy }, { lookupWith }] = await Promise.all([
    import('../verify/proxy.ts'),
    import('../scenarios/reference-client.ts'),
  ]);
  // The ports of the scoring URI are those that the router listens on.
  return startProxy({ dns: { address: dns.address, port: dns.port }, ports: {} }, lookupWith);
}
