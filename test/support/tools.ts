import { spawn, spawnSync } from 'node:child_process';

/** What a program that ran to its end left behind. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a real program. Never through a shell, and never without an end. @param env its whole environment */
export async function run(
  command: string,
  args: string[],
  input = '',
  timeoutMs = 60_000,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ran> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: timeoutMs, env });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/**
 * For a test that needs a program: false where it is there, otherwise the words by which the test is skipped. Where
 * `AZUREML_FE_MOCK_REQUIRE_TOOLS=1` is set the test is not skipped and fails, so that CI cannot be green without it.
 */
export function missing(...programs: string[]): string | false {
  if (process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS === '1') return false;
  const absent = programs.filter((program) => spawnSync('which', [program]).status !== 0);
  return absent.length === 0 ? false : `${absent.join(', ')} is not installed`;
}
