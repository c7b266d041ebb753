import type { AddressInfo } from 'node:net';
import { bracketed, reachableAddress } from '../common/addresses.ts';
import { explainListenError } from '../common/listen-error.ts';
import type { Logger } from '../common/logger.ts';
import { buildModelApp } from './app.ts';
import { fail } from './errors.ts';
import type { ModelFault } from './faults.ts';
import { sumRows } from './score.ts';
import { SCORING_TIMEOUT_MS } from './scoring.ts';
import type { ScoreFunction, ScoringScript } from './script.ts';
import { explainThrown } from './thrown.ts';

/**
 * Largest body of a request: 100 MB, the limit of the proxy in the container of the real server.
 *
 * ASSUMPTION: model-body-limit: the megabyte of the proxy in the container is taken to be 2^20 bytes, and its 413 to
 * have a JSON body as the server's other errors do; what the proxy really sends is not published. Changed by
 * `ModelOptions.bodyLimitBytes`.
 */
export const BODY_LIMIT_BYTES = 100 * 1024 * 1024;

export interface ModelOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** What `/score` runs; the sums of the rows where it is left out. */
  score?: ScoreFunction | ScoringScript;
  log: Logger;
  fault?: ModelFault | null;
  /** How long `run` may take before the answer is 500, in ms; an hour where it is left out. */
  scoringTimeoutMs?: number;
  /** Largest body before the answer is 413, in bytes; 100 MB where it is left out. */
  bodyLimitBytes?: number;
}

export interface ModelServer extends AsyncDisposable {
  /** Where it is reached, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Puts a fault in force for the requests to come, or takes it back. */
  setFault(fault: ModelFault | null): void;
  /** How many requests `/score` has had. */
  hits(): number;
  /** Cuts every connection, and resolves when the last socket is gone. */
  close(): Promise<void>;
}

/**
 * Starts the embedded model server. It answers as `azureml-inference-server-http` does, which the article
 * how-to-inference-server-http describes.
 *
 * @throws MockError SCORE_INIT_FAILED when the script's `init` throws; PORT_IN_USE and its like for a port
 */
export async function startModel(options: ModelOptions): Promise<ModelServer> {
  const { host, port, log } = options;
  const script = typeof options.score === 'object' ? options.score : { run: options.score ?? sumRows };
  await initialise(script);

  let fault = options.fault ?? null;
  let struck = 0;
  let hits = 0;
  const app = buildModelApp({
    script,
    log,
    scoringTimeoutMs: options.scoringTimeoutMs ?? SCORING_TIMEOUT_MS,
    bodyLimitBytes: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
    isHealthy: () => fault?.fault !== 'unhealthy',
    nextFault: () => {
      hits += 1;
      if (fault === null) return null;
      struck += 1;
      return { fault, nth: struck - 1 };
    },
  });
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw explainListenError(error as NodeJS.ErrnoException, { host, port, option: '--model-port' });
  }

  const bound = app.server.address() as AddressInfo;
  const url = `http://${bracketed(reachableAddress(host))}:${bound.port}`;
  log.debug({ url }, 'The model server listens');
  const close = async (): Promise<void> => app.close();
  return {
    url,
    port: bound.port,
    setFault: (next) => {
      fault = next;
      struck = 0;
    },
    hits: () => hits,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function initialise(script: ScoringScript): Promise<void> {
  try {
    await script.init?.();
  } catch (thrown) {
    throw fail('SCORE_INIT_FAILED', { cause: explainThrown(thrown) }, thrown);
  }
}
