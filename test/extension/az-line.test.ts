import t from 'tap';
import { checkAzLine, correctAzLine, readAzBags } from '../../extension/az-line.ts';
import { type AzCommand, azOptions } from '../../extension/az-options.ts';
import { correctSettings } from '../../extension/correct.ts';

const CLUSTER = '--cluster-type managedClusters --cluster-name c --resource-group g';
const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

t.test("stops at the article's own update lines, and gives the line that works", async (t) => {
  const line = `--name azureml --extension-type Microsoft.AzureML.Kubernetes --config sslSecret=s ${CLUSTER} --scope cluster`;
  const check = checkAzLine('update', words(line));
  t.strictSame(check.unrecognized, [
    '--extension-type',
    'Microsoft.AzureML.Kubernetes',
    '--scope',
    'cluster',
  ]);
  t.match(check.error, { reason: 'AZ_UNRECOGNIZED', exit: 2 });
  t.match(
    check.error?.message,
    /"k8s-extension update" does not know: --extension-type .* --scope cluster\.$/,
  );
  const works = `This line works: azureml-fe-mock k8s-extension update --name azureml --config sslSecret=s ${CLUSTER}`;
  t.ok(check.error?.remedy.endsWith(works));
  t.equal(checkAzLine('create', words(line)).error, null, 'create has both options');
});

t.test('takes what the option parser of az takes', async (t) => {
  const rows: [command: AzCommand, line: string, unrecognized: string[], reason: string | null][] = [
    [
      'create',
      `-n a --extension-type x -t connectedClusters -c c -g g --config a=1 b=2 --config c=3`,
      [],
      null,
    ],
    ['create', '--config=a=1 --SCOPE cluster', ['--SCOPE', 'cluster'], 'AZ_UNRECOGNIZED'],
    ['create', '--name a stray', ['stray'], 'AZ_UNRECOGNIZED'],
    ['create', '--yes', ['--yes'], 'AZ_UNRECOGNIZED'],
    ['update', '--yes --no-wait --auto-upgrade --config-protected a=b', [], null],
    ['update', '--auto-upgrade false', [], null],
    ['show', `--name a ${CLUSTER} --config a=b`, ['--config', 'a=b'], 'AZ_UNRECOGNIZED'],
    ['delete', `--name a ${CLUSTER} --force -y -o json --query id`, [], null],
    ['create', '--cluster-type ManagedClusters --scope CLUSTER', [], null],
    ['create', '--cluster-type aks', [], 'AZ_BAD_CHOICE'],
    ['create', '--name --config a=b', [], 'AZ_VALUE_MISSING'],
    ['create', '--config', [], 'AZ_VALUE_MISSING'],
  ];
  for (const [command, line, unrecognized, reason] of rows) {
    const check = checkAzLine(command, words(line));
    t.strictSame(check.unrecognized, unrecognized, `${command} ${line}`);
    t.equal(check.error?.reason ?? null, reason, `${command} ${line}`);
  }
});

t.test('names the option that was meant, and the required ones that are not there', async (t) => {
  t.match(checkAzLine('create', ['--cluster-nam', 'c']).error?.remedy, /there is --cluster-name/);
  t.match(checkAzLine('create', ['--cluster-type', 'managedCluster']).error?.remedy, /managedClusters/);
  t.strictSame(checkAzLine('update', words('-n a -g g')).missing, ['--cluster-type', '--cluster-name']);
  t.strictSame(checkAzLine('create', []).missing, [
    '--name',
    '--extension-type',
    '--cluster-type',
    '--cluster-name',
    '--resource-group',
  ]);
});

t.test('lets options of our own pass', async (t) => {
  const own = [
    { names: ['--dry-run'], values: 'none' },
    { names: ['--node-count'], values: 'one' },
  ] as const;
  t.equal(checkAzLine('create', words('--dry-run --node-count 3'), { own }).error, null);
  t.strictSame(checkAzLine('create', words('--dry-run 3'), { own }).unrecognized, ['3']);
});

t.test('writes the corrected settings into the line, and keeps the rest of it', async (t) => {
  const line = words(
    `--name a --config inferenceRouterServiceType=LoadBalancer --scope namespace --config slSecret=s sslCertPemFile=c ${CLUSTER}`,
  );
  const bags = readAzBags('create', line);
  const corrected = correctSettings({ operation: 'create', scope: 'namespace', ...bags });
  t.equal(
    correctAzLine('create', line, corrected, { program: 'az k8s-extension' }),
    'az k8s-extension create --name a --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=s ' +
      `--scope cluster ${CLUSTER} --config-protected sslCertPemFile=c`,
  );
});

t.test('quotes for a shell, and hides protected values that may be secret', async (t) => {
  const line = ['--name', "it's", '--config', 'a=b c', '--config-protected', 'token=c2VjcmV0', '--bogus'];
  t.equal(
    correctAzLine('create', line, null, { program: 'az' }),
    `az create --name 'it'\\''s' --config 'a=b c' --config-protected token=…`,
  );
});

t.test('has no option twice', async (t) => {
  for (const command of ['create', 'update', 'show', 'delete'] as const) {
    const names = azOptions(command).flatMap((option) => option.names);
    t.equal(new Set(names).size, names.length, command);
  }
});
