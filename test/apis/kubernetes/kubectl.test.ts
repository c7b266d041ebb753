import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { missing } from '../../support/tools.ts';
import { clusterOf } from './cluster-of.ts';

/** kubectl of the path, and one of 1.32 or newer, which sends protobuf, where the variable names it. */
const PROGRAMS = ['kubectl', process.env.AZUREML_FE_MOCK_NEW_KUBECTL ?? []].flat();

for (const program of PROGRAMS) {
  t.test(
    `${path.basename(program)} works through what a person does with a router`,
    { skip: missing(program) },
    async (t) => {
      await using cluster = await clusterOf();
      const ok = async (...args: string[]): Promise<string> => {
        const ran = await cluster.kubectl(program, ...args);
        t.equal(ran.code, 0, `kubectl ${args.join(' ')} ${ran.code === 0 ? '' : ran.stderr}`);
        return ran.stdout;
      };
      const fails = async (pattern: RegExp, ...args: string[]): Promise<void> => {
        const ran = await cluster.kubectl(program, ...args);
        t.equal(ran.code, 1, `kubectl ${args.join(' ')} fails`);
        t.match(ran.stderr, pattern);
      };
      t.match(
        await ok('describe', 'svc', 'azureml-fe', '-n', 'azureml'),
        /LoadBalancer Ingress:\s+127\.0\.0\.1/,
      );
      t.match(
        await ok('get', 'svc', 'azureml-fe', '-o', 'wide'),
        /LoadBalancer\s+10\.\S+\s+127\.0\.0\.1\s+80:\d+\/TCP,443:\d+\/TCP/,
      );
      t.match(await ok('get', 'all'), /deployment\.apps\/azureml-fe-v2\s+3\/3\s+3\s+3/);
      t.match(await ok('get', 'onlineendpoints,onlinedeployments'), /demo-blue\s+demo\s+Succeeded\s+1\/1/);

      const [certificate, key] = [
        path.join(cluster.folder, 'cert.pem'),
        path.join(cluster.folder, 'key.pem'),
      ];
      await writeFile(certificate, 'CERTIFICATE');
      await writeFile(key, 'KEY');
      await ok('create', 'namespace', 'contoso');
      await ok(
        'create',
        'secret',
        'generic',
        'contoso-tls',
        `--from-file=cert.pem=${certificate}`,
        `--from-file=key.pem=${key}`,
      );
      const held = cluster.secrets.get('azureml/contoso-tls');
      t.equal(Buffer.from(held?.data['key.pem'] ?? []).toString(), 'KEY', 'the harness holds the Secret');
      await fails(/already exists/i, 'create', 'secret', 'generic', 'contoso-tls');
      await fails(/namespaces "nope" not found/, 'create', 'secret', 'generic', 'x', '-n', 'nope');

      const manifest = path.join(cluster.folder, 'secret.yaml');
      const write = (text: string) =>
        writeFile(
          manifest,
          `apiVersion: v1\nkind: Secret\nmetadata: {name: applied, namespace: azureml}\nstringData: {cert.pem: ${text}}\n`,
        );
      await write('one');
      t.match(await ok('apply', '-f', manifest), /secret\/applied created/);
      await write('two');
      t.match(await ok('apply', '-f', manifest), /secret\/applied configured/);
      t.equal(Buffer.from(cluster.secrets.get('azureml/applied')?.data['cert.pem'] ?? []).toString(), 'two');
      t.match(await ok('apply', '--server-side', '--force-conflicts', '-f', manifest), /serverside-applied/);
      await ok('label', 'secret', 'applied', 'team=a');
      t.match(await ok('get', 'secrets', '-l', 'team=a'), /applied\s+Opaque\s+1/);
      await ok('patch', 'secret', 'applied', '-p', '{"stringData":{"note":"v"}}');
      await ok('patch', 'secret', 'applied', '--type=json', '-p', '[{"op":"remove","path":"/data/note"}]');
      t.equal(await ok('get', 'secret', 'applied', '-o', 'jsonpath={.data}'), '{"cert.pem":"dHdv"}');
      await ok('create', 'deployment', 'other', '--image=nginx');
      await ok('create', 'service', 'clusterip', 'other', '--tcp=80:8080');
      t.match(await ok('auth', 'can-i', 'get', 'secrets'), /yes/);

      await ok('wait', '--for=condition=Ready', 'pod', '-l', 'azuremlappname=azureml-fe', '--timeout=10s');
      await ok('scale', 'deployment', 'azureml-fe-v2', '--replicas=1');
      await ok('rollout', 'restart', 'deployment', 'azureml-fe-v2');
      t.match(
        await ok('rollout', 'status', 'deployment', 'azureml-fe-v2', '--timeout=10s'),
        /successfully rolled out/,
      );
      cluster.lines.push({ at: Date.now(), text: 'a line of the router' });
      t.match(await ok('logs', 'deployment/azureml-fe-v2', '-c', 'envoy'), /a line of the router/);
      t.match(await ok('get', 'configmap', 'arcml-healthcheck', '-o', 'yaml'), /Status: PASSED/);
      await fails(
        /does not implement exec|unable to upgrade/,
        'exec',
        'deploy/azureml-fe-v2',
        '-c',
        'envoy',
        '--',
        'ls',
      );
      await fails(/doesn't have a resource type "foo"/, 'get', 'foo');
      await fails(/secrets "nope" not found/, 'get', 'secret', 'nope');
      await ok('delete', 'secret', 'contoso-tls', 'applied');
      await ok('delete', 'namespace', 'contoso');
      t.equal(cluster.secrets.size, 0);
    },
  );
}

t.test('kubectl needs no kubeconfig over plain HTTP', { skip: missing('kubectl') }, async (t) => {
  await using cluster = await clusterOf();
  const plain = await cluster.kubectl(
    'kubectl',
    '--kubeconfig=/dev/null',
    '--server',
    cluster.plainUrl,
    'get',
    'ns',
  );
  t.equal(plain.code, 0, plain.stderr);
  t.match(plain.stdout, /azureml\s+Active/);
});

const HELM = process.env.AZUREML_FE_MOCK_HELM ?? '';

t.test(
  'helm installs, lists and removes a chart',
  { skip: HELM === '' && 'AZUREML_FE_MOCK_HELM names no helm' },
  async (t) => {
    await using cluster = await clusterOf();
    const { run } = await import('../../support/tools.ts');
    const chart = path.join(cluster.folder, 'chart');
    const helm = async (...args: string[]): Promise<string> => {
      const ran = await run(HELM, ['--kubeconfig', path.join(cluster.folder, 'kubeconfig'), ...args]);
      t.equal(ran.code, 0, `helm ${args.join(' ')} ${ran.stderr}`);
      return ran.stdout;
    };
    await helm('create', chart);
    t.match(await helm('install', 'one', chart), /STATUS: deployed/);
    t.match(await helm('list'), /one\s+azureml\s+1\s/);
    t.match(await helm('upgrade', 'one', chart, '--set', 'replicaCount=2'), /REVISION: 2/);
    t.match(await helm('uninstall', 'one'), /uninstalled/);
  },
);
