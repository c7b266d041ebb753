import type { Command } from 'commander';
import { DEFAULT_CONTROL_URL } from './control-url.ts';
import type { DnsServerFlags } from './dns-server.ts';
import { logFormat, logLevel, port, whole, withExample } from './options.ts';
import { UPDATE_KEY_OPTION } from './update-key-option.ts';

interface ControlFlags {
  controlUrl: string;
  json?: boolean;
}

/** What `--dns-answers-all` does, in `dns` and `start`. */
export const ANSWERS_ALL = 'answer NXDOMAIN for names outside the zones, as a resolver, and not REFUSED';

/** `dns`: the DNS server alone; `dns list|set|unset|fault`: the registrar's tools, against a running harness. */
export function addDnsCommand(program: Command): void {
  const dns = program
    .command('dns')
    .description('the DNS server alone; its subcommands act on a running harness')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--dns-port <port>', 'port, UDP and TCP; 0 takes a free one', port, 8053)
    .option('--zone <origin...>', 'zones it is the authority for', ['contoso.com'])
    .option('--dns-answers-all', ANSWERS_ALL)
    .option('--record <record...>', 'a record as "NAME TYPE VALUE [TTL]"')
    .option(...UPDATE_KEY_OPTION)
    .option('--control-port <port>', 'port of the control API', port, 8055)
    .option('--control-host <address>', 'address of the control API', '127.0.0.1')
    .option('--control-allow-host <name...>', 'further names under which the control API may be called')
    .addOption(logLevel())
    .addOption(logFormat());
  withExample(dns, 'azureml-fe-mock dns --zone contoso.com --record "www.contoso.com A 127.0.0.1 60"');
  dns.action(async (flags: DnsServerFlags) => {
    const [{ serveDns }, { runUntilStopped }] = await Promise.all([
      import('./dns-server.ts'),
      import('./run-until-stopped.ts'),
    ]);
    await runUntilStopped(() => serveDns(flags));
  });
  addRegistrarCommands(dns);
}

function addRegistrarCommands(dns: Command): void {
  const registrar = (name: string, description: string): Command =>
    dns
      .command(name)
      .description(description)
      .option('--control-url <url>', 'control API of the harness', DEFAULT_CONTROL_URL)
      .option('--json', 'as JSON');

  withExample(registrar('list', 'show all records and faults'), 'azureml-fe-mock dns list').action(
    async (flags: ControlFlags) => (await import('./dns-run.ts')).list(flags),
  );
  withExample(
    registrar('set <name> <type> <value...>', 'set the records of a name').option(
      '--ttl <seconds>',
      'time to live',
      whole(0, 2 ** 31 - 1),
      60,
    ),
    'azureml-fe-mock dns set www.contoso.com A 127.0.0.1 --ttl 300',
  ).action(async (name: string, type: string, values: string[], flags: ControlFlags & { ttl: number }) =>
    (await import('./dns-run.ts')).set(name, type, values, flags),
  );
  withExample(
    registrar('unset <name>', 'remove all records of a name'),
    'azureml-fe-mock dns unset www.contoso.com',
  ).action(async (name: string, flags: ControlFlags) => (await import('./dns-run.ts')).unset(name, flags));
  withExample(
    registrar(
      'fault <name> <fault>',
      'put a fault in force: nxdomain, nodata, servfail, refused, no-answer, truncate, delay; or none',
    )
      .option('--delay-ms <ms>', 'for the fault delay', whole(0, 600_000), 1000)
      .option('--type <type>', 'for questions of this type alone, such as AAAA'),
    'azureml-fe-mock dns fault www.contoso.com servfail',
    'azureml-fe-mock dns fault www.contoso.com nxdomain --type AAAA',
    'azureml-fe-mock dns fault www.contoso.com none',
  ).action(async (name: string, fault: string, flags: ControlFlags & { delayMs: number; type?: string }) =>
    (await import('./dns-run.ts')).fault(name, fault, flags),
  );
}
