import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import tls, { type TLSSocket } from 'node:tls';
import t from 'tap';
import {
  GenericContainer,
  Network,
  type StartedNetwork,
  type StartedTestContainer,
  Wait,
} from 'testcontainers';
import { openAuthority } from '../../pki/authority.ts';
import { type DeploymentSpec, expandArguments, find, readManifest } from '../deploy/cluster-objects.ts';
import { writeLikeKubelet } from '../support/kubelet.ts';
import { needs, run } from '../support/tools.ts';
import { BUILD_TIMEOUT_MS, imageUnderTest, reasonToSkip } from './engine.ts';

const FQDN = 'www.contoso.com';
const KEY = 'secret-swap-key';
const HTTPS_PORT = 8443;

t.setTimeout(BUILD_TIMEOUT_MS);

t.test(
  'a pod serves the new certificate after the kubelet has swapped ..data',
  {
    skip: (await reasonToSkip()) || needs('openssl'),
  },
  async (t) => {
    const authority = await openAuthority({ stateDir: null });
    const ca = authority.rootPem;
    const issue = () => authority.issueLeaf({ names: [FQDN] });
    const [first, second, third] = [await issue(), await issue(), await issue()];
    const volume = t.testdir();
    writeLikeKubelet(volume, { 'cert.pem': first.certPem, 'key.pem': first.keyPem });

    const network = await new Network().start();
    t.teardown(() => network.stop());
    const model = await (await asInManifest('azureml-model', network)).start();
    t.teardown(() => model.stop());
    const router = await (await asInManifest('azureml-fe', network))
      .withBindMounts([{ source: volume, target: '/secrets/contoso-tls', mode: 'ro' }])
      .withExposedPorts(HTTPS_PORT)
      .start();
    t.teardown(() => router.stop());
    const port = router.getMappedPort(HTTPS_PORT);

    const open = await connect(port, ca);
    t.teardown(() => open.destroy());
    t.equal(open.getPeerX509Certificate()?.fingerprint256, fingerprintOf(first.certPem));
    t.match(await score(open), /^HTTP\/1\.1 200 /);

    await t.test('new connections are shown the new certificate within a few seconds', async (t) => {
      writeLikeKubelet(volume, { 'cert.pem': second.certPem, 'key.pem': second.keyPem });
      await waitFor(async () => (await servedBy(port, ca)) === fingerprintOf(second.certPem));
      t.equal(await seenByOpenssl(port), fingerprintOf(second.certPem), 'openssl sees it as well');
    });

    await t.test('the connection that was open before goes on', async (t) => {
      t.match(await score(open), /^HTTP\/1\.1 200 /);
    });

    await t.test('a swap to a key of another certificate changes nothing, and is told', async (t) => {
      writeLikeKubelet(volume, { 'cert.pem': third.certPem, 'key.pem': second.keyPem });
      await waitFor(async () => (await logOf(router)).includes('KEY_MISMATCH'));
      t.equal(await servedBy(port, ca), fingerprintOf(second.certPem));
      t.match(await score(open), /^HTTP\/1\.1 200 /);
    });

    await t.test('the swap that mends it is taken', async (t) => {
      writeLikeKubelet(volume, { 'cert.pem': third.certPem, 'key.pem': third.keyPem });
      await waitFor(async () => (await servedBy(port, ca)) === fingerprintOf(third.certPem));
      t.match(await score(open), /^HTTP\/1\.1 200 /);
    });
  },
);

/** The image with the arguments, the user and the restrictions that a manifest gives it. */
async function asInManifest(name: string, network: StartedNetwork): Promise<GenericContainer> {
  const { spec } = find<DeploymentSpec>(await readManifest(`${name}.yaml`), 'Deployment', name);
  const pod = spec.template.spec;
  const [container] = pod.containers;
  const { runAsUser, runAsGroup } = pod.securityContext ?? {};
  const ready = container?.readinessProbe?.httpGet;
  const port = container?.ports?.find(({ name }) => name === ready?.port)?.containerPort;
  if (ready === undefined || port === undefined) throw new Error(`${name} has no readiness probe.`);
  return new GenericContainer(await imageUnderTest())
    .withNetwork(network)
    .withNetworkAliases(name)
    .withCommand(expandArguments(container?.args ?? [], { SCORING_KEY: KEY }))
    .withUser(`${runAsUser}:${runAsGroup}`)
    .withDroppedCapabilities('ALL')
    .withSecurityOpt('no-new-privileges')
    .withTmpFs({ '/tmp': 'rw,mode=1777' })
    .withExposedPorts(port)
    .withWaitStrategy(Wait.forHttp(ready.path, port).forStatusCode(200))
    .withStartupTimeout(60_000);
}

async function connect(port: number, ca: string): Promise<TLSSocket> {
  const socket = tls.connect({ host: '127.0.0.1', port, ca, servername: FQDN });
  await once(socket, 'secureConnect');
  return socket;
}

/** The fingerprint of what a new connection is shown, its chain and its name checked. */
async function servedBy(port: number, ca: string): Promise<string | undefined> {
  const socket = await connect(port, ca);
  try {
    return socket.getPeerX509Certificate()?.fingerprint256;
  } finally {
    socket.destroy();
  }
}

async function seenByOpenssl(port: number): Promise<string> {
  const { stdout } = await run('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', FQDN]);
  return fingerprintOf(stdout);
}

/** Sends one scoring request on an open connection. @returns the answer up to what has come with its headers */
async function score(socket: TLSSocket): Promise<string> {
  const body = '{"data":[[1,2,3]]}';
  const fields = [
    `Host: ${FQDN}`,
    `Authorization: Bearer ${KEY}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  socket.write(`POST /api/v1/endpoint/demo/score HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n${body}`);
  const [answer] = (await once(socket, 'data', { signal: AbortSignal.timeout(10_000) })) as [Buffer];
  return answer.toString();
}

const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256;

async function logOf(container: StartedTestContainer): Promise<string> {
  return (await run('docker', ['logs', container.getId()])).stderr;
}

/** The kubelet gives no word of a swap, so what it leads to is asked for again and again; 20 s at most. */
async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It did not become so within 20 s.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
