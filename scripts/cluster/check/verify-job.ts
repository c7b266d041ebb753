import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Kubectl } from '../kubectl.ts';
import type { Say } from '../up.ts';
import { waitFor } from '../wait.ts';
import { ROOT } from './deployment.ts';

const MANIFEST = path.join(ROOT, 'deploy/kubernetes/verify-job.yaml');

const CLIENT = path.join(ROOT, 'examples/clients/node/fetch-client.mjs');

interface Job {
  status: { conditions?: { type: string; status: string }[] };
}

/** Runs deploy/kubernetes/verify-job.yaml and shows its log. @returns whether the Job is complete */
export async function runVerifyJob(kubectl: Kubectl, say: Say): Promise<boolean> {
  const where = ['--namespace=azureml', 'job/verify-client'];
  const configMap = ['--namespace=azureml', 'configmap/verify-client'];
  await kubectl.run(['delete', ...where, '--ignore-not-found']);
  await kubectl.run(['delete', ...configMap, '--ignore-not-found']);
  await kubectl.run(['create', '--namespace=azureml', 'configmap', 'verify-client', `--from-file=${CLIENT}`]);
  await kubectl.apply(await readFile(MANIFEST, 'utf8'));
  const outcome = await waitFor('the Job', 600, async () => {
    const { status } = await kubectl.get<Job>(...where);
    return (
      status.conditions?.find((one) => /^(Complete|Failed)$/.test(one.type) && one.status === 'True') ?? null
    );
  });
  const log = await kubectl.run(['logs', ...where, '--container=verify']);
  console.log(log);
  const cases = log.match(/<testcase /g)?.length ?? 0;
  say(`the Job is ${outcome.type}, with ${cases} test cases in the JUnit report`);
  return outcome.type === 'Complete' && cases > 0;
}
