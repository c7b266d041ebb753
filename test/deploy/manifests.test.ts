import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { cli } from '../support/cli.ts';
import { pythonWith } from '../support/python-packages.ts';
import { needs, run } from '../support/tools.ts';
import {
  type ClusterObject,
  type Container,
  type DeploymentSpec,
  find,
  ofKind,
  type PodSpec,
  parseObjects,
  ROOT,
  readManifest,
  renderKustomization,
} from './cluster-objects.ts';
import { objectionsTo } from './restricted.ts';

const skip = needs('kubectl');
/** It brings the JSON schemas that are made from the OpenAPI description of each Kubernetes release. */
const VALIDATOR = 'kubernetes-validate==1.37.0';
/** The oldest and the newest release whose schemas the package has. */
const RELEASES = ['1.25.0', '1.37.0'];
const COREDNS = path.join(ROOT, 'deploy/coredns');

const rendered = skip === false ? await renderKustomization() : '';
const objects = parseObjects(rendered);
const deployments = ofKind<DeploymentSpec>(objects, 'Deployment');

interface ServiceSpec {
  type?: string;
  selector: Record<string, string>;
  ports: { name: string; protocol?: string; port: number; targetPort: string }[];
}

interface PolicySpec {
  podSelector: { matchLabels?: Record<string, string> };
  policyTypes: string[];
  ingress?: { ports: { protocol: string; port: string }[] }[];
  egress?: { to: object[]; ports: { protocol: string; port: string | number }[] }[];
}

const { python, skip: noPython } = skip === false ? await pythonWith(VALIDATOR) : { python: '', skip };

t.test(
  'every object is what the published schemas of Kubernetes say, and has no field beyond',
  {
    skip: noPython,
  },
  async (t) => {
    const dir = t.testdir({ 'objects.yaml': rendered });
    // Of a kind that has no schema it only warns, so what it says of each object counts and not its exit status.
    const passed = async (release: string, file: string): Promise<number> => {
      const args = ['-m', 'kubernetes_validate', '--strict', '--kubernetes-version', release, file];
      const { stdout, stderr } = await run(python, args);
      return (stdout + stderr).match(/ passed for resource /g)?.length ?? 0;
    };
    for (const release of RELEASES) {
      t.equal(await passed(release, path.join(dir, 'objects.yaml')), objects.length, `Kubernetes ${release}`);
      for (const file of [
        path.join(COREDNS, 'coredns-custom.yaml'),
        path.join(ROOT, 'deploy/kubernetes/verify-job.yaml'),
        await issueSecret(dir),
      ])
        t.equal(await passed(release, file), 1, `${path.basename(file)}, Kubernetes ${release}`);
    }
    for (const [wrong, right] of [
      ['replica: 3', 'replicas: 3'],
      ['maxReplicas: six', 'maxReplicas: 6'],
      ['kind: Deploymnet', 'kind: Deployment'],
    ] as const) {
      t.ok(rendered.includes(right), right);
      const file = path.join(dir, 'wrong.yaml');
      await writeFile(file, rendered.replace(right, wrong));
      t.ok((await passed('1.37.0', file)) < objects.length, `"${wrong}" is refused`);
    }
  },
);

t.test('the namespace lets restricted pods in alone, and every pod is one', { skip }, async (t) => {
  const { metadata } = find(objects, 'Namespace', 'azureml');
  t.equal(metadata.labels?.['pod-security.kubernetes.io/enforce'], 'restricted');
  for (const { kind, metadata } of objects)
    if (kind !== 'Namespace') t.equal(metadata.namespace, 'azureml', `${kind} ${metadata.name}`);
  t.equal(deployments.length, 3);
  for (const { metadata, spec } of deployments)
    t.strictSame(objectionsTo(spec.template.spec), [], metadata.name);
});

t.test('a pod that is less than restricted is objected to', { skip }, async (t) => {
  const pod = find<DeploymentSpec>(objects, 'Deployment', 'azureml-fe').spec.template.spec;
  const [container] = pod.containers;
  const changed = (change: object): PodSpec => ({
    ...pod,
    containers: [{ ...container, ...change } as Container],
  });
  t.strictSame(objectionsTo({ ...pod, hostNetwork: true }), ['hostNetwork']);
  t.strictSame(objectionsTo({ ...pod, automountServiceAccountToken: true }), [
    'automountServiceAccountToken',
  ]);
  t.strictSame(objectionsTo({ ...pod, volumes: [{ name: 'x', hostPath: { path: '/' } }] }), [
    'volume x: hostPath',
  ]);
  t.strictSame(objectionsTo(changed({ securityContext: {} })), [
    'azureml-fe: allowPrivilegeEscalation',
    'azureml-fe: capabilities.drop',
    'azureml-fe: readOnlyRootFilesystem',
  ]);
  t.strictSame(objectionsTo({ ...pod, securityContext: {} }), [
    'azureml-fe: runAsNonRoot',
    'azureml-fe: seccompProfile',
  ]);
});

t.test('selectors find the pods that they are meant for, and the ports are there', { skip }, async (t) => {
  for (const { metadata, spec } of deployments)
    t.strictSame(podsOf(spec.selector.matchLabels), [metadata.name], `Deployment ${metadata.name}`);
  const services = ofKind<ServiceSpec>(objects, 'Service');
  t.strictSame(services.map(({ metadata }) => metadata.name).sort(), [
    'azureml-dns',
    'azureml-fe',
    'azureml-model',
  ]);
  for (const { metadata, spec } of services) {
    t.strictSame(podsOf(spec.selector), [metadata.name], `Service ${metadata.name}`);
    for (const { protocol = 'TCP', targetPort } of spec.ports)
      t.ok(hasPort(metadata.name, protocol, targetPort), `${metadata.name}: ${targetPort}`);
  }
  t.match(find<ServiceSpec>(objects, 'Service', 'azureml-fe').spec, {
    type: 'LoadBalancer',
    ports: [{ port: 80 }, { port: 443 }],
  });
});

t.test('nothing goes in or out that no policy allows, and what is needed is allowed', { skip }, async (t) => {
  const policies = ofKind<PolicySpec>(objects, 'NetworkPolicy');
  t.strictSame(find<PolicySpec>(objects, 'NetworkPolicy', 'default-deny').spec, {
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
  });
  for (const { metadata, spec } of policies.filter(({ metadata }) => metadata.name !== 'default-deny')) {
    t.strictSame(podsOf(spec.podSelector.matchLabels ?? {}), [metadata.name], metadata.name);
    const open = (spec.ingress ?? []).flatMap(({ ports }) => ports);
    const needed = find<ServiceSpec>(objects, 'Service', metadata.name).spec.ports;
    t.strictSame(
      open.map(({ protocol, port }) => `${protocol} ${port}`).sort(),
      needed.map(({ protocol = 'TCP', targetPort }) => `${protocol} ${targetPort}`).sort(),
      `${metadata.name} takes in what its Service sends`,
    );
  }
  const egress = policies.flatMap(({ metadata, spec }) =>
    (spec.egress ?? []).flatMap(({ ports }) =>
      ports.map(({ protocol, port }) => `${metadata.name} ${protocol} ${port}`),
    ),
  );
  t.strictSame(egress, ['azureml-fe TCP scoring', 'azureml-fe UDP 53', 'azureml-fe TCP 53']);
});

t.test('the router has the size of the real one, and never all of it is away', { skip }, async (t) => {
  const router = find<DeploymentSpec>(objects, 'Deployment', 'azureml-fe').spec;
  const [container] = router.template.spec.containers;
  t.equal(router.replicas, 3);
  t.strictSame(container?.resources?.limits, { cpu: '2', memory: '1200Mi' });
  const budget = find<{ minAvailable: number; selector: { matchLabels: Record<string, string> } }>(
    objects,
    'PodDisruptionBudget',
    'azureml-fe',
  ).spec;
  t.strictSame(podsOf(budget.selector.matchLabels), ['azureml-fe']);
  t.ok(budget.minAvailable > 0 && budget.minAvailable < router.replicas, 'a node can be drained');
  t.match(find(objects, 'HorizontalPodAutoscaler', 'azureml-fe').spec, {
    scaleTargetRef: { kind: 'Deployment', name: 'azureml-fe' },
    minReplicas: router.replicas,
  });
});

t.test(
  'the image is the one that docker-compose.yml builds, and every Secret is made by a line of the page or a manifest',
  { skip },
  async (t) => {
    const compose = await readFile(path.join(ROOT, 'docker-compose.yml'), 'utf8');
    const image = /\$\{IMAGE:-(.+?)\}/.exec(compose)?.[1];
    for (const { spec } of deployments)
      for (const container of spec.template.spec.containers) t.equal(container.image, image);
    const issued = parseObjects(await readFile(await issueSecret(t.testdir()), 'utf8'));
    const made = new Map(
      [...ofKind(objects, 'Secret'), ...issued].map(({ metadata, data }) => [
        metadata.name,
        Object.keys(data ?? {}),
      ]),
    );
    const { containers, volumes = [] } = find<DeploymentSpec>(objects, 'Deployment', 'azureml-fe').spec
      .template.spec;
    const mounted = volumes.flatMap(({ secret }) => (secret === undefined ? [] : [secret.secretName]));
    t.strictSame(mounted, ['contoso-tls']);
    t.strictSame(made.get('contoso-tls'), ['cert.pem', 'key.pem']);
    t.match(issued, [{ type: 'Opaque', metadata: { namespace: 'azureml' } }] as object[]);
    for (const { valueFrom } of containers.flatMap(({ env = [] }) => env)) {
      const { name = '', key = '' } = valueFrom?.secretKeyRef ?? {};
      t.ok(made.get(name)?.includes(key), `the Secret ${name} has ${key}`);
    }
  },
);

t.test('the Job that judges a client is a restricted pod that needs nothing outside of it', async (t) => {
  const objects = await readManifest('verify-job.yaml');
  t.match(objects, [
    { kind: 'Job', metadata: { namespace: 'azureml' }, spec: { backoffLimit: 0 } },
  ] as object[]);
  const { template } = find<Pick<DeploymentSpec, 'template'>>(objects, 'Job', 'verify-client').spec;
  t.strictSame(objectionsTo(template.spec), []);
  const mounted = template.spec.volumes?.flatMap(({ name, ...rest }) => Object.keys(rest));
  t.strictSame([...new Set(mounted)].sort(), ['configMap', 'emptyDir']);
});

t.test('the small variant asks for less and is the same otherwise', { skip }, async (t) => {
  const small = parseObjects(await renderKustomization('deploy/kubernetes-small'));
  const requests = (all: ClusterObject[]) =>
    find<DeploymentSpec>(all, 'Deployment', 'azureml-fe').spec.template.spec.containers[0]?.resources;
  t.strictSame(requests(small)?.limits, requests(objects)?.limits);
  t.strictSame(requests(small)?.requests, { cpu: '100m', memory: '128Mi' });
  const changed = JSON.parse(JSON.stringify(small), (key, value) =>
    key === 'requests' && value.cpu === '100m' ? requests(objects)?.requests : value,
  );
  t.strictSame(changed, objects);
});

t.test('both ways to write the stub domain say the same', async (t) => {
  const corefile = await readFile(path.join(COREDNS, 'Corefile'), 'utf8');
  const [custom] = parseObjects(await readFile(path.join(COREDNS, 'coredns-custom.yaml'), 'utf8'));
  t.match(custom?.metadata, { name: 'coredns-custom', namespace: 'kube-system' });
  t.equal(custom?.data?.['contoso.server'], corefile.replace(/^#.*\n/gm, ''));
});

/** The Secret as `certs issue --manifest` writes it for `kubectl apply`. */
async function issueSecret(dir: string): Promise<string> {
  const file = path.join(dir, 'contoso-tls.yaml');
  const { code, stderr } = await cli(
    'certs',
    'issue',
    ...['--out', path.join(dir, 'contoso-tls'), '--state', path.join(dir, 'state'), '--manifest', file],
  );
  if (code !== 0) throw new Error(stderr);
  return file;
}

/** The deployments whose pods carry all of these labels. */
function podsOf(labels: Record<string, string>): string[] {
  return deployments
    .filter(({ spec }) =>
      Object.entries(labels).every(([name, value]) => spec.template.metadata.labels[name] === value),
    )
    .map(({ metadata }) => metadata.name);
}

function hasPort(deployment: string, protocol: string, name: string): boolean {
  return find<DeploymentSpec>(objects, 'Deployment', deployment).spec.template.spec.containers.some(
    ({ ports = [] }) => ports.some((port) => port.name === name && (port.protocol ?? 'TCP') === protocol),
  );
}
