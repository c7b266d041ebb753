import { reachableAddress } from '../common/addresses.ts';
import { quoteWord } from '../common/texts.ts';
import type { TypedSettings } from '../extension/settings.ts';
import { chooseCertificate, readSettings } from '../extension/settings.ts';
import type { ReadyInfo } from '../harness/harness.ts';
import type { World } from '../harness/world.ts';

/** What `start` prints when it is ready: lines that work as pasted. */
export function banner(ready: ReadyInfo, world: World): string {
  if (world.settings === null) return emptyBanner(ready);
  const url = new URL(ready.scoringUri);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const secure = url.protocol === 'https:';
  const curl = [
    `  curl ${secure ? `--cacert ${quoteWord(ready.caFile ?? `${ready.controlUrl}/ca.pem`)} ` : ''}\\`,
    ...(secure ? [`    --resolve ${url.hostname}:${port}:${reachableAddress(world.host)} \\`] : []),
    `    -H "Authorization: Bearer ${ready.key}" \\`,
    `    -H 'Content-Type: application/json' -d '{"data":[[1,2,3]]}' \\`,
    `    ${ready.scoringUri}`,
  ];
  const served = world.gateway.served;
  return `${[
    `azureml-fe-mock is ready: ${ready.fqdn}, ${served === null ? 'plain HTTP' : 'TLS 1.2'}.`,
    '',
    'Score:',
    ...curl,
    '',
    'Resolve:',
    `  dig @${reachableAddress(ready.dns.address)} -p ${ready.dns.port} ${ready.fqdn}`,
    '',
    `Trust:    ${ready.caFile ?? 'GET /ca.pem'}`,
    `Page:     ${ready.controlUrl}/  (every handshake as it happens)`,
    `Control:  ${ready.controlUrl}  (GET /openapi.json lists what it takes)`,
    ...(served === null
      ? []
      : [
          `Serves:   SHA-256 ${served.fingerprint}${hasOwnCertificate(world.settings) ? '' : ', made by the mock'}`,
        ]),
    '',
    'Ctrl-C stops it.',
  ].join('\n')}\n`;
}

/** Whether the settings name a certificate of the person's own. */
function hasOwnCertificate({ config, configProtected }: TypedSettings): boolean {
  return chooseCertificate(readSettings(config, configProtected)).kind !== 'none';
}

function emptyBanner({ controlUrl, dns }: ReadyInfo): string {
  return `${[
    'azureml-fe-mock is ready: a cluster without the extension, and a zone without a record.',
    '',
    `Create it:  azureml-fe-mock k8s-extension create --control-url ${controlUrl} --name azureml …`,
    `DNS:        ${dns.address}, port ${dns.port}`,
    `Page:       ${controlUrl}/`,
    '',
    'Ctrl-C stops it.',
  ].join('\n')}\n`;
}
