import os from 'node:os';
import type { Folders } from '../folders.ts';
import { Kubectl, runProgram } from '../kubectl.ts';
import { findRunning, restart, type Say } from '../up.ts';
import { waitFor } from '../wait.ts';
import { Deployment, NAMESPACE, withFolder } from './deployment.ts';
import { Load } from './load.ts';
import {
  isGood,
  judgeStep,
  type RateResult,
  type Site,
  type Step,
  type StepResult,
  tableOf,
} from './step.ts';
import { STEPS } from './steps.ts';
import { readUsage } from './usage.ts';
import { runVerifyJob } from './verify-job.ts';

const KEY = 'demo-key';
/** Three routers, one more during a rollout, and the rest of what deploy/kubernetes asks for, in cores. */
const CORES_ASKED_FOR = 4;

/**
 * Puts deploy/kubernetes on the running cluster as its page says and does things to it under load; then runs the Job.
 *
 * @param names of steps; all of them where it is empty
 * @returns the exit status: 1 where a request failed that should not have, or the cluster did not do as it should
 */
export async function check(folders: Folders, names: readonly string[], say: Say): Promise<number> {
  const known = [...STEPS.map(({ name }) => name), 'verify'];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`"${unknown}" is no check; there are ${known.join(', ')}.`);
    return 2;
  }
  const wanted = (name: string): boolean => names.length === 0 || names.includes(name);
  const { namespace } = await findRunning(folders);
  const kubectl = new Kubectl(folders.kubeconfig);
  return withFolder(folders.run, async (folder) => {
    const deployment = new Deployment(kubectl, folder);
    await deploy(deployment, say);
    const address = await deployment.ns(
      'get',
      'service',
      'azureml-fe',
      '--output=jsonpath={.spec.clusterIP}',
    );
    const target = { address, key: KEY, caFile: deployment.caFile };
    const load = new Load(namespace, target);
    const site: Site = {
      deployment,
      load,
      nextImage: 'azureml-fe-mock:next',
      restartKubelet: () => restart(folders, 'kubelet'),
      usage: (uid, containerId) => readUsage(folders.cgroup, uid, containerId),
      sendAtRate: async (rate, seconds) => {
        const script = `${import.meta.dirname}/rate.ts`;
        const env = {
          ADDRESS: address,
          RATE: String(rate),
          SECONDS: String(seconds),
          SCORING_KEY: KEY,
          SCORING_CA_FILE: deployment.caFile,
        };
        const timeoutMs = (seconds + 120) * 1000;
        const ran = await runProgram('nsenter', namespace.enter(process.execPath, [script]), {
          env,
          timeoutMs,
        });
        if (ran.status !== 0) throw new Error(`rate.ts ended with ${ran.status}: ${ran.stderr}`);
        const result: RateResult = JSON.parse(ran.stdout);
        return result;
      },
      say,
    };
    const results: StepResult[] = [];
    try {
      await waitFor('an answer through the Service', 150, async () => {
        if (load.requests.some(({ error }) => error === null)) return true;
        throw new Error(load.requests.at(-1)?.error ?? 'no request was sent');
      });
      for (const step of STEPS.filter(({ name }) => wanted(name))) {
        const result = await runStep(step, site);
        results.push(result);
        say(`${isGood(result) ? 'ok' : 'not ok'}: ${tableOf([result]).split('\n').at(-1)}`);
      }
    } finally {
      await load.stop();
    }
    const job = wanted('verify') ? await runVerifyJob(kubectl, say) : true;
    console.log(`\n${tableOf(results)}\n`);
    say(
      `load averages ${os
        .loadavg()
        .map((one) => one.toFixed(1))
        .join(' ')} on ${os.availableParallelism()} cores`,
    );
    return job && results.every(isGood) ? 0 : 1;
  });
}

async function deploy(deployment: Deployment, say: Say): Promise<void> {
  const folder =
    os.availableParallelism() >= CORES_ASKED_FOR ? 'deploy/kubernetes' : 'deploy/kubernetes-small';
  // What an earlier run left behind would be served for a while.
  await deployment.kubectl.run(['delete', 'namespace', NAMESPACE, '--ignore-not-found']);
  await deployment.applyFolder(folder);
  say(`applied ${folder}`);
  const startedAt = Date.now();
  await deployment.applySecret(await deployment.issue());
  await deployment.rolledOut();
  say(`three routers were ready ${((Date.now() - startedAt) / 1000).toFixed(0)} s after the Secret came`);
  for (const name of ['azureml-dns', 'azureml-model']) await deployment.rolledOut(name);
  const kinds = await deployment.ns('get', 'deployment,service,pdb,hpa,networkpolicy', '--output=name');
  say(`in ${NAMESPACE}: ${kinds.trim().split('\n').join(' ')}`);
}

async function runStep(step: Step, site: Site): Promise<StepResult> {
  const startedAt = Date.now();
  let note = '';
  let problem: string | null = null;
  try {
    note = await step.run(site);
  } catch (error) {
    problem = error instanceof Error ? error.message.slice(0, 600) : String(error);
  }
  return judgeStep(step, site.load.requests, { startedAt, endedAt: Date.now(), note, problem });
}
