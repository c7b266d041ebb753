import { styleText } from 'node:util';
import { reachableAddress } from '../common/addresses.ts';
import { describeScenario, type ScenarioSummary } from '../common/scenario-summary.ts';
import { quoteWord } from '../common/texts.ts';
import { wrapText } from '../common/wrap-text.ts';
import type { TypedSettings } from '../extension/settings.ts';
import { chooseCertificate, readSettings } from '../extension/settings.ts';
import type { ReadyInfo } from '../harness/harness.ts';
import type { World } from '../harness/world.ts';
import { DEFAULT_CONTROL_URL } from './control-url.ts';
import { ownCommand } from './own-command.ts';
import { columnsOf } from './terminal-width.ts';

/** What `start` prints when it is ready: lines that work as pasted. */
export function banner(ready: ReadyInfo, world: World, scenario: ScenarioSummary | null): string {
  if (world.settings === null) return emptyBanner(ready);
  const url = new URL(ready.scoringUri);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const secure = url.protocol === 'https:';
  const curl = [
    `  curl --noproxy '*' -w '\\n' ${secure ? `--cacert ${quoteWord(ready.caFile ?? `${ready.controlUrl}/ca.pem`)} ` : ''}\\`,
    ...(secure ? [`    --resolve ${url.hostname}:${port}:${reachableAddress(world.host)} \\`] : []),
    `    -H "Authorization: Bearer ${ready.key}" \\`,
    `    -H 'Content-Type: application/json' -d '{"data":[[1,2,3]]}' \\`,
    `    ${ready.scoringUri}`,
  ];
  const served = world.gateway.served;
  return `${[
    styleText(
      ['bold', 'green'],
      `azureml-fe-mock is ready: ${ready.fqdn}, ${served === null ? 'plain HTTP' : 'TLS 1.2'}.`,
    ),
    '',
    ...(scenario === null ? [] : scenarioLines(scenario)),
    scenario === null || scenario.expectation === 'accept' ? title('Score:') : title('Try it:'),
    ...curl,
    '',
    title('Resolve:'),
    `  dig @${reachableAddress(ready.dns.address)} -p ${ready.dns.port} ${ready.fqdn}`,
    '',
    `${title('Trust:')}    ${ready.caFile ?? 'GET /ca.pem'}`,
    ...missingIssuer(world),
    `${title('Page:')}     ${ready.controlUrl}/  (every handshake as it happens)`,
    `${title('Control:')}  ${ready.controlUrl}  (GET /openapi.json lists what it takes)`,
    ...(served === null
      ? []
      : [
          ...wrapText(
            `${title('Serves:')}   SHA-256 ${served.fingerprint}${hasOwnCertificate(world.settings) ? '' : ', made by the mock'}`,
            columnsOf(process.stdout),
            '          ',
          ),
        ]),
    '',
    ...toolLines(ready),
    scenario === null
      ? `Break something:  ${ownCommand()} scenarios use expired${controlOption(ready)}`
      : `Back to normal:   ${ownCommand()} scenarios reset${controlOption(ready)}`,
    'Ctrl-C stops it.',
  ].join('\n')}\n`;
}

const title = (text: string): string => styleText('bold', text);

const controlOption = ({ controlUrl }: ReadyInfo): string =>
  controlUrl === DEFAULT_CONTROL_URL ? '' : ` --control-url ${controlUrl}`;

/** What is broken, before the line that shows it. */
function scenarioLines(scenario: ScenarioSummary): string[] {
  const columns = columnsOf(process.stdout);
  return [
    ...wrapText(`Scenario: ${describeScenario(scenario)}`, columns).map((line) => styleText('yellow', line)),
    ...wrapText(scenario.lesson, columns),
    '',
  ];
}

/** The certificate is the person's own, and no file here has the root that it ends in. */
function missingIssuer({ missingIssuer: issuer, settings }: World): string[] {
  if (issuer === null || settings === null) return [];
  const text =
    `          It is the last certificate of your chain and no root: curl trusts it, many clients do not. The root of ` +
    `"${issuer}" is not known here. Give it to clients yourself, or put it at the end of cert.pem.`;
  return wrapText(text, columnsOf(process.stdout), '          ');
}

/** Whether the settings name a certificate of the person's own. */
function hasOwnCertificate({ config, configProtected }: TypedSettings): boolean {
  return chooseCertificate(readSettings(config, configProtected)).kind !== 'none';
}

/** The line that points real tools at the open APIs. */
function toolLines({ controlUrl, kubernetesUrl, azureUrl }: ReadyInfo): string[] {
  if (azureUrl === null && kubernetesUrl === null) return [];
  const option = controlUrl === DEFAULT_CONTROL_URL ? '' : ` --control-url ${controlUrl}`;
  return [
    `Tools:    eval "$(azureml-fe-mock env${option})"`,
    ...(kubernetesUrl === null ? [] : [`Cluster:  ${kubernetesUrl}`]),
    ...(azureUrl === null ? [] : [`Azure:    ${azureUrl}`]),
    '',
  ];
}

function emptyBanner(ready: ReadyInfo): string {
  const { controlUrl, dns } = ready;
  return `${[
    'azureml-fe-mock is ready: a cluster without the extension, and a zone without a record.',
    '',
    `Create it:  azureml-fe-mock k8s-extension create --control-url ${controlUrl} --name azureml …`,
    `DNS:        ${dns.address}, port ${dns.port}`,
    `Page:       ${controlUrl}/`,
    '',
    ...toolLines(ready),
    'Ctrl-C stops it.',
  ].join('\n')}\n`;
}
