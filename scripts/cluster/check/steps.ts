import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../wait.ts';
import { badSecretSteps, renewalSteps } from './secret-steps.ts';
import type { Site, Step } from './step.ts';
import { capacityStep, dnsStep } from './traffic-steps.ts';

/** How long each state is looked at, ms. */
const LOOK_MS = 3000;

const calm: Step = {
  name: 'calm',
  title: 'nothing happens',
  async run() {
    await pause(LOOK_MS);
    return '';
  },
};

const deleted: Step = {
  name: 'delete',
  title: 'a router is deleted',
  async run({ deployment }) {
    const [victim] = await deployment.routers();
    if (victim === undefined) throw new Error('there is no router');
    await deployment.ns('delete', 'pod', victim.metadata.name);
    await deployment.rolledOut();
    await pause(LOOK_MS);
    return victim.metadata.name;
  },
};

const restarted: Step = {
  name: 'restart',
  title: 'rolling restart',
  async run({ deployment }) {
    await deployment.ns('rollout', 'restart', 'deployment/azureml-fe');
    await settled(deployment);
    return '';
  },
};

const updated: Step = {
  name: 'update',
  title: 'rolling update to another tag',
  async run({ deployment, nextImage }) {
    await deployment.ns('set', 'image', 'deployment/azureml-fe', `azureml-fe=${nextImage}`);
    await settled(deployment);
    const images = new Set((await deployment.routers()).map(({ spec }) => spec.containers[0]?.image));
    if (images.size !== 1 || !images.has(nextImage))
      throw new Error(`the routers run ${[...images].join(', ')}`);
    return nextImage;
  },
};

const kubelet: Step = {
  name: 'kubelet',
  title: 'kubelet is killed and started again',
  async run({ deployment, restartKubelet }) {
    const before = await restartsOf(deployment);
    await restartKubelet();
    await pause(20_000);
    const after = await restartsOf(deployment);
    if (after !== before) throw new Error(`pods were started again: ${before}, then ${after}`);
    return 'no pod was started again';
  },
};

/** What a router answers without a model: 502 where nothing listens, 503 where no replica is ready. */
const isUnavailable = (error: string | null): boolean => /^50[23] /.test(error ?? '');

const model: Step = {
  name: 'model',
  title: 'the model goes away and comes back',
  allows: ({ error }) => isUnavailable(error),
  async run({ deployment, load }) {
    await deployment.ns('scale', 'deployment/azureml-model', '--replicas=0');
    const gone = await waitFor('an error of the routers', 90, async () => {
      const last = load.requests.at(-1);
      return last !== undefined && isUnavailable(last.error) ? last : null;
    });
    await pause(15_000);
    const ready = (await deployment.routers()).filter(
      (pod) => pod.status.containerStatuses?.[0]?.ready,
    ).length;
    if (ready !== 3) throw new Error(`${ready} routers were ready while the model was away`);
    await deployment.ns('scale', 'deployment/azureml-model', '--replicas=1');
    const back = Date.now();
    await deployment.rolledOut('azureml-model');
    await waitFor('an answer of the model', 90, async () =>
      load.requests.at(-1)?.error === null ? true : null,
    );
    const seconds = ((Date.now() - back) / 1000).toFixed(1);
    await pause(LOOK_MS);
    return `answered ${gone.error?.slice(0, 3)}, the routers stayed ready; scored again after ${seconds} s`;
  },
};

const scaled: Step = {
  name: 'scale',
  title: 'scaled to 5 and back to 2',
  async run({ deployment }) {
    // It would put back the third.
    await deployment.ns('delete', 'hpa/azureml-fe', '--ignore-not-found');
    for (const replicas of [5, 2]) {
      await deployment.ns('scale', 'deployment/azureml-fe', `--replicas=${replicas}`);
      await settled(deployment, replicas);
    }
    await deployment.ns('scale', 'deployment/azureml-fe', '--replicas=3');
    await settled(deployment);
    return '';
  },
};

/** Resolves when the rollout is over and the pods of before are gone, and a moment after that. */
async function settled(deployment: Site['deployment'], replicas = 3): Promise<void> {
  await deployment.rolledOut();
  await waitFor('the end of the old pods', 90, async () => {
    const { items } = await deployment.kubectl.get<{ items: unknown[] }>(
      ...['pods', '--namespace', 'azureml', '--selector', 'app.kubernetes.io/name=azureml-fe'],
    );
    return items.length === replicas ? true : null;
  });
  await pause(LOOK_MS);
}

async function restartsOf(deployment: Site['deployment']): Promise<string> {
  const pods = await deployment.routers();
  return pods
    .map(({ metadata, status }) => `${metadata.name} ${status.containerStatuses?.[0]?.restartCount}`)
    .sort()
    .join(', ');
}

/** In the order in which they are run. */
export const STEPS: readonly Step[] = [
  calm,
  deleted,
  restarted,
  updated,
  kubelet,
  ...renewalSteps,
  ...badSecretSteps,
  model,
  scaled,
  dnsStep,
  capacityStep,
];
