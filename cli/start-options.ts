import type { Command } from 'commander';
import { ANSWERS_ALL } from './dns.ts';
import { addGatewayOptions, port, stateDir, whole } from './options.ts';
import { UPDATE_KEY_OPTION } from './update-key-option.ts';

/** Adds what `start` and `shell` share: everything about the world and its ports. */
export function addStartOptions(command: Command): Command {
  return addGatewayOptions(command)
    .option('--dns-port <port>', 'port of the DNS server, UDP and TCP; 0 takes a free one', port, 8053)
    .option('--dns-answers-all', ANSWERS_ALL)
    .option('--model-port <port>', 'port of the embedded model; 0 takes a free one', port, 0)
    .option('--score <file>', 'a module whose run(data) the embedded model calls')
    .addOption(stateDir('keeps the certificate authority and the bearer key between runs'))
    .option('--new-key', 'put a new bearer key into the state folder')
    .option('--empty', 'start without the extension and without a DNS record: a cluster before the article')
    .option('--scenario <name>', 'start in a scenario of the catalogue')
    .option('--kubernetes-port <port>', 'port of the Kubernetes API, HTTPS; 0 takes a free one', port)
    .option('--kubernetes-http <port>', 'opens the Kubernetes API over plain HTTP as well', port)
    .option('--azure-port <port>', 'port of Azure Resource Manager, HTTPS; 0 takes a free one', port)
    .option('--azure-identity-port <port>', 'port of managed identity, plain HTTP', port, 0)
    .option(
      '--operation-delay <ms>',
      'how long an operation of Azure Resource Manager takes',
      whole(0, 3_600_000),
      0,
    )
    .option(...UPDATE_KEY_OPTION);
}
