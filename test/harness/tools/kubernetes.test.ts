import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { parse } from 'yaml';
import { openAuthority } from '../../../pki/authority.ts';
import { type ArmBed, openArmBed, RESOURCES } from './bed.ts';

const authority = await openAuthority({ stateDir: null });
const SECRETS = '/api/v1/namespaces/azureml/secrets';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const EXTENSION = {
  enableInference: 'True',
  inferenceRouterServiceType: 'LoadBalancer',
  sslSecret: 'contoso-tls',
  sslCname: 'www.contoso.com',
};
const EMPTY = { world: { settings: null, records: [] }, tools: { kubernetesPort: 0, azurePort: 0 } };

interface Pair {
  certPem: string;
  keyPem: string;
}

const pair = (): Promise<Pair> => authority.issueLeaf({ names: ['www.contoso.com'] });

const secret = ({ certPem, keyPem }: Pair) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'contoso-tls' },
  data: { 'cert.pem': base64(certPem), 'key.pem': base64(keyPem) },
});

/** Reasons of the events in the namespace, oldest first. */
async function reasons({ kubernetes }: ArmBed): Promise<string[]> {
  const { body } = await kubernetes('GET', '/api/v1/namespaces/azureml/events');
  return body.items.map(({ reason }: { reason: string }) => reason);
}

t.test(
  'a Secret of the Kubernetes API is the one that sslSecret names, and a new one waits for the update',
  async (t) => {
    await using bed = await openArmBed(EMPTY);
    const { kubernetes, control, harness } = bed;
    const [first, second] = [await pair(), await pair()];
    t.match(await kubernetes('POST', SECRETS, secret(first)), { status: 201 });
    const created = await control('POST', '/extension', { config: EXTENSION, scope: 'cluster' });
    t.equal(created.status, 201, JSON.stringify(created.body));
    const served = harness.world.gateway.served?.fingerprint;

    const changed = new Promise((resolve) =>
      harness.world.observations.subscribe((seen) => {
        if (seen.kind === 'secret' && seen.event === 'changed') resolve(seen.fingerprint);
      }),
    );
    t.match(await kubernetes('PUT', `${SECRETS}/contoso-tls`, secret(second)), { status: 200 });
    const waiting = await changed;
    t.equal(harness.world.gateway.served?.fingerprint, served, 'the old one is served');
    t.match((await control('GET', '/extension')).body, { waitingSecret: waiting });
    t.match(
      await bed.arm('PATCH', RESOURCES.extension, {
        properties: { configurationSettings: {}, configurationProtectedSettings: {} },
      }),
      { status: 202 },
    );
    t.equal(harness.world.gateway.served?.fingerprint, waiting);
    t.not(waiting, served);
    for (const reason of ['ExtensionCreated', 'SecretChanged', 'ExtensionUpdated', 'CertificateServed'])
      t.ok((await reasons(bed)).includes(reason), reason);
  },
);

t.test(
  'a Secret that the router refuses is accepted by the API and shows as E40007 and as an event',
  async (t) => {
    await using bed = await openArmBed(EMPTY);
    const [{ certPem }, { keyPem }] = [await pair(), await pair()];
    t.match(await bed.kubernetes('POST', SECRETS, secret({ certPem, keyPem })), { status: 201 });
    t.match(await bed.control('POST', '/extension', { config: EXTENSION, scope: 'cluster' }), {
      status: 422,
      body: { code: 'E40007' },
    });
    t.match(await reasons(bed), ['ExtensionRefused']);
    t.equal(bed.harness.world.settings, null);
    const seen = bed.harness.world.observations.all().filter(({ kind }) => kind === 'resource');
    t.match(seen, [{ api: 'kubernetes', event: 'created', resource: 'Secret azureml/contoso-tls' }]);
  },
);

t.test('a Secret that is deleted is not found at the next update', async (t) => {
  await using bed = await openArmBed(EMPTY);
  await bed.kubernetes('POST', SECRETS, secret(await pair()));
  await bed.control('POST', '/extension', { config: EXTENSION, scope: 'cluster' });
  t.match(await bed.kubernetes('DELETE', `${SECRETS}/contoso-tls`), { status: 200 });
  t.match(await bed.control('PUT', '/extension', {}), { status: 422, body: { reason: 'SECRET_NOT_FOUND' } });
  t.ok(bed.harness.world.gateway.served, 'the one in service stays');
});

t.test("Secrets of the person's own folder are in the cluster, and serve", async (t) => {
  const secretsDir = t.testdir();
  const folder = path.join(secretsDir, 'contoso-tls');
  await mkdir(folder);
  const { certPem, keyPem } = await pair();
  await writeFile(path.join(folder, 'cert.pem'), certPem);
  await writeFile(path.join(folder, 'key.pem'), keyPem);
  await using bed = await openArmBed({
    ...EMPTY,
    secretsDir,
    world: { settings: { config: EXTENSION, configProtected: {} } },
  });
  t.match((await bed.kubernetes('GET', `${SECRETS}/contoso-tls`)).body, {
    data: { 'cert.pem': base64(certPem) },
  });
  t.ok(bed.harness.world.gateway.served);
});

const services = '/api/v1/namespaces/azureml/services/azureml-fe';

t.test('the Service and the pods are those of the settings', async (t) => {
  await using bed = await openArmBed({ tools: { kubernetesPort: 0, azurePort: null } });
  t.match((await bed.kubernetes('GET', services)).body, {
    spec: { type: 'LoadBalancer' },
    status: { loadBalancer: { ingress: [{ ip: '127.0.0.1' }] } },
  });
  await bed.control('PUT', '/extension', {
    config: { inferenceRouterServiceType: 'clusterIP', inferenceRouterHA: 'False' },
  });
  const { body } = await bed.kubernetes('GET', services);
  t.equal(body.spec.type, 'ClusterIP');
  t.strictSame(body.status.loadBalancer, {});
  const pods = (await bed.kubernetes('GET', '/api/v1/namespaces/azureml/pods')).body.items;
  t.equal(
    pods.filter(({ metadata }: { metadata: { name: string } }) => metadata.name.startsWith('azureml-fe'))
      .length,
    1,
  );
  await bed.control('DELETE', '/extension');
  t.match(await bed.kubernetes('GET', services), { status: 404 });
});

t.test('the log of a pod is what the router saw, each line in one of them', async (t) => {
  await using bed = await openArmBed({ tools: { kubernetesPort: 0, azurePort: null } });
  const { harness } = bed;
  const { emit } = harness.world.observations;
  for (const connection of [1, 2, 3, 4, 5, 6])
    emit({
      kind: 'http-response',
      connection,
      requestId: `r${connection}`,
      status: 200,
      deployment: 'blue',
      requestBytes: 1,
      keyInBody: false,
      responseBytes: 1,
      outcome: 'complete',
      decision: 'scored',
      durationMs: 1,
    });
  const { body } = await bed.kubernetes(
    'GET',
    '/api/v1/namespaces/azureml/pods?labelSelector=azuremlappname%3Dazureml-fe',
  );
  const logs = await Promise.all(
    body.items.map(({ metadata }: { metadata: { name: string } }) =>
      bed.text(`/api/v1/namespaces/azureml/pods/${metadata.name}/log?container=envoy`),
    ),
  );
  t.equal(logs.length, 3);
  t.strictSame(logs.flatMap((log) => log.match(/r\d/g)).sort(), ['r1', 'r2', 'r3', 'r4', 'r5', 'r6']);
});

t.test('az aks get-credentials hands out the kubeconfig of the ready file', async (t) => {
  await using bed = await openArmBed(EMPTY);
  const { body } = await bed.arm('POST', `${RESOURCES.cluster}/listClusterUserCredential`);
  const kubeconfig = parse(Buffer.from(body.kubeconfigs[0].value, 'base64').toString());
  t.equal(kubeconfig.clusters[0].cluster.server, bed.harness.ready().kubernetesUrl);
});
