import { X509Certificate } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../wait.ts';
import type { Deployment, SecretFiles, SecretView } from './deployment.ts';
import type { Site, Step } from './step.ts';

/** kubelet's sync period of one minute, its cache of Secrets, and some air. */
const SWAP_SECONDS = 150;
const LOOK_MS = 3000;

/** Renewed with `kubectl apply`, with the manifest as it is and with `--watch-secret` taken out of it. */
export const renewalSteps: readonly Step[] = [
  {
    name: 'renew',
    title: 'the Secret is renewed, with `--watch-secret`',
    async run({ deployment, load }) {
      const files = await deployment.issue(180);
      const wanted = fingerprintOf(files);
      const startedAt = Date.now();
      await deployment.applySecret(files);
      await everyRouter(deployment, 'the new certificate', ({ served }) => served === wanted);
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
      await expectOnTheWire(load, wanted);
      return `all three served it after ${seconds} s`;
    },
  },
  {
    name: 'renew-by-update',
    title: 'the Secret is renewed, without `--watch-secret`',
    async run({ deployment, load }) {
      await setWatching(deployment, false);
      const [before] = await deployment.secretViews();
      const files = await deployment.issue(200);
      const wanted = fingerprintOf(files);
      const startedAt = Date.now();
      await deployment.applySecret(files);
      await everyRouter(deployment, 'the waiting certificate', ({ waiting }) => waiting === wanted);
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
      const still = await deployment.secretViews();
      if (still.some(({ served }) => served !== before?.served))
        throw new Error('a router served it before the update');
      for (const { metadata } of await deployment.routers()) await updateExtension(deployment, metadata.name);
      await everyRouter(deployment, 'the new certificate', ({ served }) => served === wanted);
      await expectOnTheWire(load, wanted);
      await setWatching(deployment, true);
      return `all three reported it as waiting after ${seconds} s, and served it after the update`;
    },
  },
];

const BAD: readonly {
  name: string;
  title: string;
  spoil(good: SecretFiles, other: SecretFiles): SecretFiles;
}[] = [
  {
    name: 'wrong-key',
    title: 'a Secret with the key of another certificate',
    spoil: (good, other) => ({ ...good, 'key.pem': other['key.pem'] }),
  },
  {
    name: 'byte-order-mark',
    title: 'a Secret in UTF-16 with a byte order mark',
    spoil: (_, other) => ({
      ...other,
      'cert.pem': Buffer.from(`\ufeff${other['cert.pem'].toString()}`, 'utf16le'),
    }),
  },
  {
    name: 'half-written',
    title: 'a Secret that is half written',
    spoil: (_, other) => ({ ...other, 'cert.pem': other['cert.pem'].subarray(0, 700) }),
  },
];

/** In the JSON of the log. */
const REFUSAL = /The changed secret failed its check and is not served: ((?:[^"\\\n]|\\.)*)/g;

/** What must displace nothing, and be seen in the log, the observations and the metrics of every router. */
export const badSecretSteps: readonly Step[] = BAD.map(({ name, title, spoil }) => ({
  name,
  title,
  async run({ deployment, load }) {
    const good = await deployment.issue();
    await deployment.applySecret(good);
    await deployment.hurryKubelet();
    await everyRouter(deployment, 'a good Secret', ({ served }) => served === fingerprintOf(good));
    const before = await deployment.secretViews();
    const bad = spoil(good, await deployment.issue());
    await deployment.applySecret(bad);
    await deployment.hurryKubelet();
    await everyRouter(deployment, 'a refusal', (view, index) => view.refused > (before[index]?.refused ?? 0));
    await expectOnTheWire(load, fingerprintOf(good));
    const said = await Promise.all(
      (await deployment.routers()).map(({ metadata }) => deployment.ns('logs', metadata.name, '--since=3m')),
    );
    const sentences = said.map((log) => [...log.matchAll(REFUSAL)].at(-1)?.[1]);
    if (sentences.includes(undefined)) throw new Error('the log of a router does not have it');
    await deployment.applySecret(good);
    await deployment.hurryKubelet();
    return `refused by all three: ${sentences[0]?.replaceAll('\\', '').slice(0, 110)}`;
  },
}));

async function everyRouter(
  deployment: Deployment,
  what: string,
  holds: (view: SecretView, index: number) => boolean,
): Promise<void> {
  await waitFor(`${what} on every router`, SWAP_SECONDS, async () => {
    const views = await deployment.secretViews();
    return views.length === 3 && views.every(holds) ? true : null;
  });
}

/** New connections are shown this certificate, and no other. */
async function expectOnTheWire(load: Site['load'], fingerprint: string): Promise<void> {
  const since = Date.now();
  await pause(LOOK_MS);
  const old = new Set(
    load.requests.filter(({ startedAt }) => startedAt < since).map(({ connection }) => connection),
  );
  const opened = load.requests.filter(({ connection, error }) => error === null && !old.has(connection));
  const shown = new Set(opened.map((sent) => sent.fingerprint));
  if (shown.size !== 1 || !shown.has(fingerprint))
    throw new Error(`new connections were shown ${[...shown].join(', ')}`);
}

function fingerprintOf(files: SecretFiles): string {
  return new X509Certificate(files['cert.pem']).fingerprint256;
}

/** The article's update, at the control API of one router. */
async function updateExtension(deployment: Deployment, pod: string): Promise<void> {
  const line = ['k8s-extension', 'update', '--name', 'azureml', '--cluster-type', 'managedClusters'];
  const rest = ['--cluster-name', 'aks', '--resource-group', 'rg', '--config', 'sslSecret=contoso-tls'];
  await deployment.ns(
    'exec',
    pod,
    '--',
    'azureml-fe-mock',
    ...line,
    ...rest,
    'sslCname=www.contoso.com',
    '--yes',
  );
}

async function setWatching(deployment: Deployment, watching: boolean): Promise<void> {
  const { spec } = await deployment.kubectl.get<{
    spec: { template: { spec: { containers: { args: string[] }[] } } };
  }>(...['deployment', 'azureml-fe', '--namespace', 'azureml']);
  const args = (spec.template.spec.containers[0]?.args ?? []).filter((one) => one !== '--watch-secret');
  const value = watching ? [...args.slice(0, 1), '--watch-secret', ...args.slice(1)] : args;
  const patch = [{ op: 'replace', path: '/spec/template/spec/containers/0/args', value }];
  await deployment.ns('patch', 'deployment/azureml-fe', '--type=json', `--patch=${JSON.stringify(patch)}`);
  await deployment.rolledOut();
}
