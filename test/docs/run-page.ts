import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { copyCheckout } from '../support/checkout.ts';
import { findUnprinted, needsOf, SHOW_STATUS, type Step, stepsOf } from './blocks.ts';
import { type Page, ROOT } from './markdown.ts';

/** The longest that a page may take, ms. */
const TIME_LIMIT = 90_000;

/** One command of a page after it was run; `wrong` says what is not as the page has it. */
export interface StepResult {
  text: string;
  wrong: string | null;
}

/**
 * Does what a page says, step by step, in one shell and in a folder of its own, and ends everything that the page
 * left running. After a command that fails nothing more is run.
 *
 * @param dir an empty folder
 */
export async function runPage(page: Page, dir: string): Promise<StepResult[]> {
  const steps = stepsOf(page);
  const [work, log, bin] = ['work', 'log', 'bin'].map((name) => path.join(dir, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([work, log, bin].map((folder) => mkdir(folder)));
  if (needsOf(page).checkout) await copyCheckout(work);
  else await symlink(ROOT, path.join(work, 'azureml-fe-mock'));
  const main = needsOf(page).checkout
    ? path.join(work, 'bin/azureml-fe-mock.js')
    : path.join(ROOT, 'bin/azureml-fe-mock.js');
  const launcher = path.join(bin, 'azureml-fe-mock');
  await writeFile(launcher, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  await chmod(launcher, 0o755);
  for (const [index, step] of steps.entries()) await writeFile(path.join(log, `${index}.sh`), step.text);
  await writeFile(path.join(log, 'run.sh'), script(steps, log));
  const shell = ['bash', path.join(log, 'run.sh')];
  const { inside } = needsOf(page);
  const within = inside === null ? [] : [launcher, ...inside, '--control-port', '0', '--'];
  await runShell([...within, ...shell], work, {
    PATH: [bin, path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    HOME: dir,
    LANG: 'C.UTF-8',
  });
  const results = await Promise.all(steps.map((step, index) => judge(step, path.join(log, String(index)))));
  const failed = results.findIndex(({ wrong }) => wrong !== null);
  return failed === -1 ? results : results.slice(0, failed + 1);
}

/**
 * Sources each command, so that variables, functions and jobs of one are there for the next. The first one that fails
 * ends the shell, in the middle of a block too, unless the page shows its status.
 */
function script(steps: readonly Step[], log: string): string {
  const lines = steps.map((step, index) =>
    step.kind === 'file'
      ? `mkdir -p "$(dirname '${step.name}')" && cp '${log}/${index}.sh' '${step.name}'`
      : `step ${index} ${step.statusShown || step.text === SHOW_STATUS ? 'any' : 'zero'}`,
  );
  return `status=0
step() {
  if [ "$2" = zero ]; then set -e; else (exit "$status"); fi
  . '${log}'/$1.sh >'${log}'/$1.out 2>&1 </dev/null
  status=$?
  set +e
  echo "$status" >'${log}'/$1.status
}
${lines.join('\n')}
`;
}

async function runShell(
  [command = '', ...args]: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  // A group of its own, so that what the page started in the background can be ended with it.
  const shell = spawn(command, args, { cwd, env, detached: true, stdio: 'ignore' });
  const end = (): void => {
    try {
      if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGKILL');
    } catch {
      // Nothing of the group is left.
    }
  };
  const timer = setTimeout(end, TIME_LIMIT);
  await new Promise((resolve, reject) => {
    shell.once('error', reject);
    shell.once('exit', resolve);
  });
  clearTimeout(timer);
  end();
}

async function judge(step: Step, file: string): Promise<StepResult> {
  const { text } = step;
  if (step.kind === 'file') return { text: `(save ${step.name})`, wrong: null };
  const printed = await readFile(`${file}.out`, 'utf8').catch(() => null);
  const status = await readFile(`${file}.status`, 'utf8').catch(() => null);
  if (printed === null || status === null)
    return { text, wrong: `failed, or did not come to its end:\n${printed ?? ''}` };
  const missing = step.output === null ? null : findUnprinted(step.output, printed);
  return { text, wrong: missing === null ? null : `did not print "${missing}", but:\n${printed}` };
}
