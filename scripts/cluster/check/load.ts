import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SentRequest } from '../../swarm/load-log.ts';
import { ENVIRONMENT } from '../machine.ts';
import type { NodeNamespace } from '../namespace.ts';

const LOAD = path.resolve(import.meta.dirname, '../../swarm/load.ts');

/** Each router hands one request at a time to its model, as a deployment of the defaults does. */
const WORKERS = 4;

export interface LoadTarget {
  /** The cluster IP of the Service. */
  address: string;
  key: string;
  /** PEM of the authority that the routers' certificates are from. */
  caFile: string;
}

/** Verified requests through a Service, from the node's network, until it is stopped. */
export class Load {
  readonly requests: SentRequest[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(namespace: NodeNamespace, { address, key, caFile }: LoadTarget) {
    const env = {
      ...ENVIRONMENT,
      ROUTERS: address,
      WORKERS: String(WORKERS),
      SCORING_KEY: key,
      SCORING_CA_FILE: caFile,
    };
    const child = spawn('nsenter', namespace.enter(process.execPath, [LOAD]), {
      stdio: ['pipe', 'pipe', 'inherit'],
      env,
    });
    createInterface({ input: child.stdout }).on('line', (line) => this.requests.push(JSON.parse(line)));
    this.#ended = once(child, 'close');
    this.#child = child;
  }

  async stop(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }

  /** SHA-256 of the certificate of the newest connection that was opened after `since`, ms since the epoch; or null. */
  newestCertificate(since: number): string | null {
    const { requests } = this;
    const old = new Set(requests.filter((sent) => sent.startedAt < since).map((sent) => sent.connection));
    return requests.findLast((sent) => sent.error === null && !old.has(sent.connection))?.fingerprint ?? null;
  }
}
