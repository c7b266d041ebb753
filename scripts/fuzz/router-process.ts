import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ReadyInfo } from '../../harness/ready-info.ts';
import { complaintIn } from './complaint.ts';
import type { Inside } from './probe.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const COMMAND = path.join(ROOT, 'bin/azureml-fe-mock.js');
const PROBE = path.join(import.meta.dirname, 'probe.ts');
/** Name of the Secret that the router serves, and of its manifest. */
export const SECRET_NAME = 'fuzz-tls';
const READY_MS = 60_000;
/** Characters of output that are looked at together: a line may come in two pieces. */
const KEPT_OUTPUT = 20_000;

/** What a process has at one moment. What the system does not tell is null. */
export interface Resources extends Inside {
  descriptors: number | null;
  rssBytes: number | null;
}

/** A `start` process on free ports, with a folder of its own and a probe inside. */
export class RouterProcess {
  readonly ready: ReadyInfo;
  readonly folder: string;
  readonly ca: Buffer;
  readonly toolsCa: Buffer;
  readonly token: string;
  /** The first sentence about what came out of it and must not; null where there is none. */
  complaint: string | null = null;
  readonly #child: ChildProcess;
  #tail = '';

  private constructor(child: ChildProcess, folder: string, files: StartedFiles) {
    this.#child = child;
    this.folder = folder;
    this.ready = files.ready;
    this.ca = files.ca;
    this.toolsCa = files.toolsCa;
    this.token = files.token;
    this.#tail = files.output;
    this.#look();
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#tail = (this.#tail + chunk.toString()).slice(-KEPT_OUTPUT);
        this.#look();
      });
    }
    child.once('exit', (code, signal) => {
      this.complaint ??= `the process ended with ${signal ?? `status ${code}`}: ${this.#tail.slice(-500)}`;
    });
  }

  /** @throws Error with what it printed, where it does not come up */
  static async start(): Promise<RouterProcess> {
    const folder = await mkdtemp(path.join(tmpdir(), 'fe-fuzz-'));
    try {
      const state = path.join(folder, 'state');
      await promisify(execFile)(process.execPath, [
        ...[COMMAND, 'certs', 'issue', '--state', state, '--out', path.join(folder, 'issued', SECRET_NAME)],
        ...['--manifest', path.join(folder, `${SECRET_NAME}.yaml`)],
      ]);
      const ports = ['https', 'http', 'control', 'dns', 'kubernetes', 'azure'].flatMap((name) => [
        `--${name}-port`,
        '0',
      ]);
      const settings = [
        'enableInference=True',
        'inferenceRouterServiceType=LoadBalancer',
        'sslCname=www.contoso.com',
      ];
      const readyFile = path.join(folder, 'ready.json');
      const child = spawn(
        process.execPath,
        [
          ...[
            '--expose-gc',
            '--import',
            PROBE,
            COMMAND,
            'start',
            '--real-tools',
            '--watch-secret',
            '--stop-with-stdin',
            ...ports,
          ],
          ...['--state', state, '--ready-file', readyFile, '--log-format', 'json', '--secrets-dir', folder],
          ...['--config', ...settings, `sslSecret=${SECRET_NAME}`],
        ],
        { cwd: folder, stdio: ['pipe', 'pipe', 'pipe', 'ipc'] },
      );
      return new RouterProcess(child, folder, await readStarted(child, folder, readyFile));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What the process holds now, after a collection. @throws Error where it does not answer within 20 s */
  async resources(): Promise<Resources> {
    const answer = once(this.#child, 'message', { signal: AbortSignal.timeout(20_000) });
    this.#child.send('measure');
    const [inside] = (await answer) as [Inside];
    const { pid } = this.#child;
    const descriptors = await readdir(`/proc/${pid}/fd`).then(
      (entries) => entries.length,
      () => null,
    );
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return { ...inside, descriptors, rssBytes: kilobytes === undefined ? null : Number(kilobytes) * 1024 };
  }

  async stop(): Promise<void> {
    if (this.alive) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      const late = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  #look(): void {
    this.complaint ??= complaintIn(this.#tail, 'the output');
  }
}

interface StartedFiles {
  ready: ReadyInfo;
  ca: Buffer;
  toolsCa: Buffer;
  token: string;
  output: string;
}

async function readStarted(child: ChildProcess, folder: string, readyFile: string): Promise<StartedFiles> {
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', collect);
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const text = await readFile(readyFile, 'utf8').catch(() => '');
    if (text !== '') {
      const ready = JSON.parse(text) as ReadyInfo;
      const state = path.join(folder, 'state');
      const kubeconfig = await readFile(path.join(state, 'kubeconfig'), 'utf8');
      const [ca, toolsCa] = await Promise.all(
        ['ca.pem', 'tools-ca.pem'].map((file) => readFile(path.join(state, file))),
      );
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', collect);
      const token = /token: (\S+)/.exec(kubeconfig)?.[1] ?? '';
      return { ready, ca: ca ?? Buffer.alloc(0), toolsCa: toolsCa ?? Buffer.alloc(0), token, output };
    }
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the router did not come up: ${output}`);
    }
    await pause(50);
  }
}
