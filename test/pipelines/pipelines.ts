import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { type Ran, run } from '../support/tools.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** What a person tells a pipeline; the rest is left to its defaults. */
export interface Inputs {
  command: string;
  scenario?: string;
  baseline?: string;
  via?: string;
  timeout?: string;
}

/** A run of a pipeline's shell, as its CI system does it. */
export interface PipelineRun extends Ran {
  /** The folder with the reports that it would publish. */
  reports: string;
  /** What it would show on the page of the job; '' where that is nothing. */
  summary: string;
  /** The file that it would make alerts of; null where the CI system has none. */
  alerts: string | null;
}

export interface Pipeline {
  /** From the root of the repository. */
  file: string;
  /** The schema of check-jsonschema for it, with what has to be done to the file first. */
  schema: string[];
  /** Every piece of shell that is in it, with the shell that its CI system gives it to. */
  scripts: { shell: 'bash' | 'sh'; text: string }[];
  /**
   * Runs the client's part in `folder`, a project with azureml-fe-mock installed.
   *
   * @param variables more of the environment
   */
  run(folder: string, inputs: Inputs, variables?: Record<string, string>): Promise<PipelineRun>;
}

/** ms for a run of a client through a few scenarios, and npx before it. */
const PATIENCE = 120_000;

export async function readPipelines(): Promise<Pipeline[]> {
  return [await gitHub(), await gitLab(), await azure()];
}

interface ActionStep {
  id?: string;
  name?: string;
  run?: string;
  env?: Record<string, string>;
}

async function gitHub(): Promise<Pipeline> {
  const file = 'action.yml';
  const action = await readYaml<{
    inputs: Record<string, { default?: string }>;
    runs: { steps: ActionStep[] };
  }>(file);
  const defaults = mapValues(action.inputs, (input) => input.default ?? '');
  const steps = action.runs.steps.filter((step) => step.run !== undefined);
  const [verify, tell] = steps;
  if (steps.length !== 2 || verify?.id !== 'verify') throw new Error(`${file} has other steps than before.`);
  // As the runner does for "shell: bash".
  const shell = ['bash', '--noprofile', '--norc', '-eo', 'pipefail'];
  return {
    file,
    schema: ['vendor.github-actions'],
    scripts: steps.map(({ run: text = '' }) => ({ shell: 'bash', text })),
    run: async (folder, inputs, variables = {}) => {
      const given = { ...defaults, ...inputs };
      const [temp, output, summary] = await places(folder, 'temp', 'output', 'summary');
      const env = {
        ...mapValues(verify.env ?? {}, (value) => fill(value, { inputs: given })),
        ...{ RUNNER_TEMP: temp, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, ...variables },
      };
      await mkdir(temp);
      const ran = await runShell(shell, verify.run ?? '', folder, env);
      const steps = { verify: { outputs: Object.fromEntries(await pairs(output)) } };
      const told = await runShell(shell, tell?.run ?? '', folder, {
        ...mapValues(tell?.env ?? {}, (value) => fill(value, { steps })),
      });
      const { reports = '', alerts = null } = steps.verify.outputs;
      // Whatever the client does, the first step ends well, or the uploads would not follow.
      const code = ran.code === 0 ? told.code : null;
      return { ...ran, code, reports, summary: await text(summary), alerts };
    },
  };
}

async function gitLab(): Promise<Pipeline> {
  const file = 'ci-templates/gitlab.yml';
  const { '.azureml-fe-mock': job } = await readYaml<{
    '.azureml-fe-mock': {
      variables: Record<string, string>;
      script: string[];
      artifacts: { paths: string[] };
    };
  }>(file);
  const script = job.script.join('\n');
  return {
    file,
    schema: ['vendor.gitlab-ci', '--data-transform', 'gitlab-ci'],
    scripts: [{ shell: 'sh', text: script }],
    run: async (folder, inputs, variables = {}) => {
      const given = Object.entries(inputs).map(([name, value]) => [
        `AZUREML_FE_MOCK_${name.toUpperCase()}`,
        value,
      ]);
      const env = {
        ...job.variables,
        ...Object.fromEntries(given),
        ...{ CI_PROJECT_DIR: folder, ...variables },
      };
      // As the runner does in an image that has no bash.
      const ran = await runShell(['sh', '-e'], script, folder, env);
      return { ...ran, reports: path.join(folder, job.artifacts.paths[0] ?? ''), summary: '', alerts: null };
    },
  };
}

async function azure(): Promise<Pipeline> {
  const file = 'ci-templates/azure-pipelines.yml';
  const template = await readYaml<{
    parameters: { name: string; default?: string }[];
    steps: { bash?: string; env?: Record<string, string>; inputs?: { targetPath?: string } }[];
  }>(file);
  const defaults = Object.fromEntries(template.parameters.map(({ name, default: value }) => [name, value]));
  const [step, ...more] = template.steps.filter(({ bash }) => bash !== undefined);
  if (step?.bash === undefined || more.length > 0) throw new Error(`${file} has other steps than before.`);
  const script = step.bash;
  const target = template.steps.find(({ inputs }) => inputs?.targetPath !== undefined)?.inputs?.targetPath;
  return {
    file,
    schema: ['vendor.azure-pipelines', '--data-transform', 'azure-pipelines'],
    scripts: [{ shell: 'bash', text: script }],
    run: async (folder, inputs, variables = {}) => {
      const parameters = { ...defaults, ...inputs };
      const [staging] = await places(folder, 'staging');
      const ran = await runShell(['bash', '--noprofile', '--norc'], script, folder, {
        ...mapValues(step.env ?? {}, (value) => fill(value, { parameters })),
        ...{ BUILD_ARTIFACTSTAGINGDIRECTORY: staging, ...variables },
      });
      const shown = /^##vso\[task\.uploadsummary\](.+)$/m.exec(ran.stdout)?.[1];
      const reports = fill(target ?? '', { parameters }).replace(
        '$(Build.ArtifactStagingDirectory)',
        staging,
      );
      return { ...ran, reports, summary: shown === undefined ? '' : await text(shown), alerts: null };
    },
  };
}

/** Runs a script from a file, as all three do, with nothing of the test's own environment but the path. */
async function runShell(
  shell: string[],
  script: string,
  folder: string,
  env: Record<string, string>,
): Promise<Ran> {
  const [file] = await places(folder, 'script.sh');
  await writeFile(file, script);
  const home = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
  const variables = Object.entries({ ...home, ...env }).map(([name, value]) => `${name}=${value}`);
  return run('env', ['-i', '-C', folder, ...variables, ...shell, file], '', PATIENCE);
}

/** Fills in `${{ inputs.name }}`. @throws Error where there is no such name, which the CI systems pass over */
function fill(template: string, contexts: object): string {
  return template.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_all, name: string) => {
    const value = name
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], contexts);
    if (typeof value !== 'string') throw new Error(`There is no ${name}.`);
    return value;
  });
}

const readYaml = async <T>(file: string): Promise<T> => parse(await readFile(path.join(ROOT, file), 'utf8'));

const text = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

const pairs = async (file: string): Promise<[string, string][]> =>
  (await text(file)).split('\n').flatMap((line) => {
    const [name = '', value] = line.split(/=(.*)/s);
    return value === undefined ? [] : [[name, value]];
  });

let made = 0;

/** Paths in `folder` that nothing else has. */
async function places<Names extends string[]>(
  folder: string,
  ...names: Names
): Promise<{ [N in keyof Names]: string }> {
  made += 1;
  const parent = path.join(folder, `run-${made}`);
  await mkdir(parent);
  return names.map((name) => path.join(parent, name)) as { [N in keyof Names]: string };
}

const mapValues = <V, W>(record: Record<string, V>, change: (value: V) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
