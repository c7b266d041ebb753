import { spawn } from 'node:child_process';
import { ENVIRONMENT } from './machine.ts';

/** What a program that ran to its end said. */
export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. @throws Error where it cannot be started */
export async function runProgram(
  program: string,
  args: readonly string[],
  {
    input = '',
    timeoutMs = 120_000,
    env = {},
  }: { input?: string; timeoutMs?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...ENVIRONMENT, ...env },
    timeout: timeoutMs,
  });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/** What kubectl said when it failed. */
export class KubectlError extends Error {}

/** `kubectl` for one cluster. */
export class Kubectl {
  readonly kubeconfig: string;

  constructor(kubeconfig: string) {
    this.kubeconfig = kubeconfig;
  }

  /** @returns what it printed. @throws KubectlError with what it said where its status is not 0 */
  async run(args: readonly string[], input = ''): Promise<string> {
    const { status, stdout, stderr } = await this.try(args, input);
    if (status !== 0)
      throw new KubectlError(`kubectl ${args.slice(0, 6).join(' ')}: ${stderr.trim() || `status ${status}`}`);
    return stdout;
  }

  try(args: readonly string[], input = ''): Promise<Ran> {
    return runProgram('kubectl', [`--kubeconfig=${this.kubeconfig}`, ...args], { input });
  }

  /** `kubectl get … --output=json`. The caller knows the kind. */
  async get<Value>(...args: string[]): Promise<Value> {
    return JSON.parse(await this.run(['get', '--output=json', ...args]));
  }

  apply(text: string): Promise<string> {
    return this.run(['apply', '--filename=-'], text);
  }
}
