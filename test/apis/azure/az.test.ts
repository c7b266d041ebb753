import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { pythonWith } from '../../support/python-packages.ts';
import { AKS, EXTENSIONS, openMockAzure } from './mock-azure.ts';
import { AZ_PACKAGES, clientId, PATIENCE_MS, runClient, tenantId } from './real-clients.ts';

t.setTimeout(2 * PATIENCE_MS);
const { python, skip } = await pythonWith(...AZ_PACKAGES);

/** One command line, its exit status, and what its output or error must have. */
type Row = [line: string, code: number, seen?: RegExp];

const SIGN_IN = `login --service-principal -u ${clientId} -p any -t ${tenantId}`;
const EXTENSION = {
  properties: {
    extensionType: 'Microsoft.AzureML.Kubernetes',
    configurationSettings: {
      enableInference: 'True',
      inferenceRouterServiceType: 'LoadBalancer',
      sslSecret: 'fe-tls',
      'scoringFe.sslSecret': 'fe-tls',
      sslCname: 'www.contoso.com',
    },
  },
};

t.test('az signs in, fetches the kubeconfig, sets records and the extension', { skip }, async (t) => {
  await using azure = await openMockAzure();
  const folder = t.testdir();
  const [kubeconfig, body] = [path.join(folder, 'kubeconfig'), path.join(folder, 'extension.json')];
  await writeFile(body, JSON.stringify(EXTENSION));
  const zone = '-g rg -z contoso.com';
  const url = `${EXTENSIONS}/azureml?api-version=2023-05-01`;
  const rows: Row[] = [
    ['cloud list --query [].name', 0, /mock/],
    [SIGN_IN, 0, /"cloudName": "mock"/],
    ['account show --query tenantId', 0, /1111/],
    ['account get-access-token --query tokenType', 0, /Bearer/],
    ['group show -n rg --query location', 0, /westeurope/],
    ['group exists -n rg', 0, /true/],
    ['provider show -n Microsoft.KubernetesConfiguration --query registrationState', 0, /Registered/],
    ['provider register -n Microsoft.KubernetesConfiguration --wait', 0],
    ['aks show -g rg -n aks1 --query agentPoolProfiles[0].count', 0, /3/],
    [`aks get-credentials -g rg -n aks1 -f ${kubeconfig}`, 0],
    ['network dns zone list --query [].name', 0, /contoso\.com/],
    ['network dns zone create -g rg -n contoso.com --query zoneType', 0, /Public/],
    [`network dns record-set a add-record ${zone} -n api -a 127.0.0.1`, 0, /api\.contoso\.com\./],
    [`network dns record-set a add-record ${zone} -n api -a 127.0.0.2`, 0, /127\.0\.0\.2/],
    [`network dns record-set a update ${zone} -n api --set ttl=30`, 0, /"TTL": 30/],
    [`network dns record-set a remove-record ${zone} -n api -a 127.0.0.1`, 0],
    [
      `network dns record-set a show ${zone} -n api --query ARecords[].ipv4Address`,
      0,
      /\[\s+"127\.0\.0\.2"\s+\]/,
    ],
    [`network dns record-set cname set-record ${zone} -n alias -c api.contoso.com`, 0, /api\.contoso\.com/],
    [`network dns record-set txt add-record ${zone} -n _acme-challenge.www -v abc`, 0, /abc/],
    [`network dns record-set mx add-record ${zone} -n @ -e mail.contoso.com -p 10`, 0, /mail/],
    [
      `network dns record-set caa add-record ${zone} -n @ --flags 0 --tag issue --value ca.contoso.com`,
      0,
      /issue/,
    ],
    [`network dns record-set list ${zone} --query [].name`, 0, /alias/],
    [`network dns record-set a delete ${zone} -n api -y`, 0],
    [`network dns record-set a show ${zone} -n api`, 3, /does not exist/],
    [`network dns record-set a add-record ${zone} -n api -a 999.0.0.1`, 1, /not an IPv4 address/],
    ['network dns zone show -g rg -n fabrikam.com', 3, /which are: contoso\.com/],
    [`rest --method put --url ${url} --body @${body}`, 0, /"provisioningState": "Succeeded"/],
    [`rest --method get --url ${url} --query properties.configurationSettings.sslSecret`, 0, /fe-tls/],
    [`rest --method post --url ${AKS}/stop?api-version=2023-05-01`, 1, /The mock has no POST/],
    ['logout', 0],
    ['login --use-device-code', 0, /trainer@contoso\.com/],
    ['group show -n rg --query name', 0, /rg/],
    ['logout', 0],
    ['login --identity', 0, /"environmentName": "mock"/],
    ['account show --query user.type', 0, /servicePrincipal/],
  ];
  const input = rows.map(([line]) => line).join('\n');
  const ran = await runClient({ python, program: 'az.py', input }, azure, folder);
  t.equal(ran.code, 0, ran.stderr);
  const results = ran.stdout.trim().split('\n');
  t.equal(results.length, rows.length, ran.stderr);
  for (const [at, [line, code, seen]] of rows.entries()) {
    const result = JSON.parse(results[at] ?? '{}');
    t.equal(result.code, code, `${line}: ${result.error}`);
    if (seen !== undefined) t.match(`${result.out}${result.error}`, seen, line);
  }
  t.match(await readFile(kubeconfig, 'utf8'), /kind: Config/);
  t.ok(azure.zones.listRecords().some(({ name, type }) => name === 'alias.contoso.com' && type === 'CNAME'));
  t.match(azure.settings()?.config, { sslSecret: 'fe-tls' });
});
