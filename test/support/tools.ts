import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

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

/** The Debian package of each program that a test may start; a program that is not here is not known to `needs`. */
export const DEBIAN_PACKAGES: Readonly<Record<string, string>> = {
  bash: 'bash',
  certtool: 'gnutls-bin',
  curl: 'curl',
  dig: 'dnsutils',
  docker: 'docker.io',
  go: 'golang-go',
  'gnutls-cli': 'gnutls-bin',
  ip: 'iproute2',
  iptables: 'iptables',
  java: 'default-jdk-headless',
  javac: 'default-jdk-headless',
  kubectl: 'kubernetes-client',
  mvn: 'maven',
  nslookup: 'dnsutils',
  openssl: 'openssl',
  ps: 'procps',
  python3: 'python3',
  rspec: 'ruby-rspec',
  shellcheck: 'shellcheck',
  ss: 'iproute2',
  sslscan: 'sslscan',
  lego: 'lego',
  nsupdate: 'dnsutils',
  tar: 'tar',
  tshark: 'tshark',
  unshare: 'util-linux',
};

/**
 * For a test that needs programs of the machine: false where they are there, otherwise the words by which the test is
 * skipped, with the Debian packages. Where `AZUREML_FE_MOCK_REQUIRE_TOOLS=1` is set the test is not skipped and fails, so
 * that CI cannot be green without them.
 */
export function needs(...programs: string[]): string | false {
  if (process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS === '1') return false;
  const absent = programs.filter((program) => !isOnPath(program));
  if (absent.length === 0) return false;
  const packages = new Set(absent.map((program) => DEBIAN_PACKAGES[program] ?? program));
  const are = absent.length === 1 ? 'is' : 'are';
  return `${absent.join(', ')} ${are} not installed (Debian: apt-get install ${[...packages].join(' ')})`;
}

/** `needs` under its earlier name. */
export const missing = needs;

/** Ends a test file whose every test needs these programs, as one that is skipped, before it can use them. */
export function skipFileWithout(t: { plan(n: number, comment?: string): void }, ...programs: string[]): void {
  const skip = needs(...programs);
  if (skip === false) return;
  t.plan(0, skip);
  process.exit();
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
