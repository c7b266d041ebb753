import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import type { Kubectl } from '../kubectl.ts';
import { waitFor } from '../wait.ts';
import { type Deployment, ROOT } from './deployment.ts';
import type { Step } from './step.ts';

const CLIENT = path.join(ROOT, 'examples/clients/compose-client.mjs');
const CLIENT_NAMESPACE = 'check-client';

/** The stub domain as docs/run-in-a-cluster.md has it for kind, and a pod as the cluster gives it to anyone. */
export const dnsStep: Step = {
  name: 'dns',
  title: 'a pod with `ndots:5` scores by name, through the stub domain',
  async run({ deployment }) {
    const { kubectl } = deployment;
    await addStubDomain(kubectl);
    await startClient(deployment);
    const log = await waitFor('the client', 120, async () => {
      const { status } = await kubectl.get<{ status: { phase: string } }>(
        'pod',
        'client',
        '-n',
        CLIENT_NAMESPACE,
      );
      const said = await kubectl.run(['logs', 'client', '-n', CLIENT_NAMESPACE]);
      if (status.phase === 'Failed') return `failed: ${said}`;
      return status.phase === 'Succeeded' ? said : null;
    });
    await kubectl.run(['delete', 'namespace', CLIENT_NAMESPACE]);
    if (!log.replaceAll(' ', '').includes('{"result":[6]}')) throw new Error(log);
    if (!log.includes('ndots:5')) throw new Error(`its resolv.conf has no ndots:5: ${log}`);
    return 'resolved www.contoso.com, 200';
  },
};

async function addStubDomain(kubectl: Kubectl): Promise<void> {
  const address = await kubectl.run([
    'get',
    'service',
    'azureml-dns',
    '--namespace=azureml',
    '--output=jsonpath={.spec.clusterIP}',
  ]);
  const block = (await readFile(path.join(ROOT, 'deploy/coredns/Corefile'), 'utf8'))
    .replace(/^#.*\n/gm, '')
    .replace('10.0.0.53', address);
  const { data } = await kubectl.get<{ data: { Corefile: string } }>(
    ...['configmap', 'coredns', '--namespace=kube-system'],
  );
  // An earlier run left its own: CoreDNS takes a zone once.
  const others = data.Corefile.replace(/\ncontoso\.com:53 \{[^}]*\}\n/g, '');
  const patch = JSON.stringify({ data: { Corefile: `${others}\n${block}` } });
  await kubectl.run(['patch', 'configmap', 'coredns', '--namespace=kube-system', `--patch=${patch}`]);
  await kubectl.run(['rollout', 'restart', 'deployment/coredns', '--namespace=kube-system']);
  await kubectl.run(['rollout', 'status', 'deployment/coredns', '--namespace=kube-system', '--timeout=120s']);
}

async function startClient(deployment: Deployment): Promise<void> {
  const files = {
    'client.mjs': await readFile(CLIENT, 'utf8'),
    'ca.pem': await readFile(deployment.caFile, 'utf8'),
  };
  const metadata = (name: string) => ({ name, namespace: CLIENT_NAMESPACE });
  const env = {
    SCORING_URI: 'https://www.contoso.com/api/v1/endpoint/demo/score',
    SCORING_KEY: 'demo-key',
    NODE_EXTRA_CA_CERTS: '/client/ca.pem',
  };
  const pod = {
    restartPolicy: 'Never',
    containers: [
      {
        name: 'client',
        image: 'azureml-fe-mock:local',
        command: ['sh', '-c', 'cat /etc/resolv.conf; exec node /client/client.mjs'],
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
        volumeMounts: [{ name: 'client', mountPath: '/client' }],
      },
    ],
    volumes: [{ name: 'client', configMap: { name: 'client' } }],
  };
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: CLIENT_NAMESPACE } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('client'), data: files },
    { apiVersion: 'v1', kind: 'Pod', metadata: metadata('client'), spec: pod },
  ];
  await deployment.kubectl.apply(objects.map((object) => stringify(object)).join('---\n'));
}

const RATE = Number(process.env.RATE ?? 2000);
const SECONDS = Number(process.env.SECONDS ?? 120);

/** Requests that the router hands to the model at once; by default one, as the schema of a deployment has it. */
const AT_ONCE = 64;

/** What is measured is the router: the model is given the CPU to answer all of it, and several requests at once. */
async function giveModelRoom(deployment: Deployment, router: string): Promise<void> {
  await deployment.ns('set', 'resources', 'deployment/azureml-model', '--limits=cpu=2,memory=512Mi');
  await deployment.rolledOut('azureml-model');
  const body = JSON.stringify({
    backend: 'http://azureml-model:5001',
    request_settings: { max_concurrent_requests_per_instance: AT_ONCE },
  });
  const url = 'http://127.0.0.1:8055/endpoints/demo/deployments/blue';
  const options = `{ method: 'PUT', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(body)} }`;
  const script = `const { status } = await fetch('${url}', ${options}); process.exitCode = status === 200 ? 0 : 1;`;
  await deployment.ns('exec', router, '--', 'node', '--input-type=module', '--eval', script);
}

/** One router takes all of it, within the limits of its manifest. */
export const capacityStep: Step = {
  name: 'capacity',
  title: `${RATE} requests/s at one router for ${SECONDS} s`,
  // Of the other load: one router alone lets requests wait, until the model is started anew with more CPU and room.
  allows: ({ error }) => /^50[23] /.test(error ?? ''),
  async run({ deployment, usage, sendAtRate }) {
    await deployment.ns('delete', 'hpa/azureml-fe', '--ignore-not-found');
    await deployment.ns('scale', 'deployment/azureml-fe', '--replicas=1');
    const pod = await waitFor('one router', 120, async () => {
      const pods = await deployment.routers();
      return pods.length === 1 ? (pods[0] ?? null) : null;
    });
    const id = pod.status.containerStatuses?.[0]?.containerID?.replace(/^.*:\/\//, '') ?? '';
    await giveModelRoom(deployment, pod.metadata.name);
    const before = usage(pod.metadata.uid, id);
    const result = await sendAtRate(RATE, SECONDS);
    const after = usage(pod.metadata.uid, id);
    const [still] = await deployment.routers();
    const restarts = still?.status.containerStatuses?.[0]?.restartCount;
    await deployment.ns('scale', 'deployment/azureml-fe', '--replicas=3');
    await deployment.rolledOut();
    const cpu = (after.cpuSeconds - before.cpuSeconds) / result.seconds;
    const throttledSeconds = after.throttledSeconds - before.throttledSeconds;
    const seen = [
      `${result.sent} sent in ${result.seconds.toFixed(0)} s, ${result.failed} failed`,
      `p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms, longest ${result.max.toFixed(0)} ms`,
      `${cpu.toFixed(2)} cores, ${after.throttled - before.throttled} of ${after.periods - before.periods} periods throttled for ${throttledSeconds.toFixed(2)} s`,
      `at most ${(after.peakMemoryBytes / 2 ** 20).toFixed(0)} MiB`,
    ].join('; ');
    if (still?.metadata.uid !== pod.metadata.uid || restarts !== 0)
      throw new Error(`the router was started again; ${seen}`);
    if (result.failed > 0) throw new Error(`${JSON.stringify(result.errors)}; ${seen}`);
    return seen;
  },
};
