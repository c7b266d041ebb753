import type { SentRequest } from '../../swarm/load-log.ts';
import type { Say } from '../up.ts';
import type { Deployment } from './deployment.ts';
import type { Load } from './load.ts';

/** What a step works with. */
export interface Site {
  deployment: Deployment;
  load: Load;
  /** The second tag of the image, for an update. */
  nextImage: string;
  /** Kills kubelet and starts it again. */
  restartKubelet(): Promise<void>;
  /** CPU and memory of the container of a router, from its cgroup. */
  usage(uid: string, containerId: string): Usage;
  /** Sends requests at a rate, and judges their times. */
  sendAtRate(rate: number, seconds: number): Promise<RateResult>;
  say: Say;
}

/** From the cgroup of a container, since it began. */
export interface Usage {
  cpuSeconds: number;
  /** How often it had to wait, because its share of a period was used up, and for how long, s. */
  throttled: number;
  throttledSeconds: number;
  periods: number;
  peakMemoryBytes: number;
}

/** Times in ms, from when a request was due. */
export interface RateResult {
  sent: number;
  failed: number;
  errors: Record<string, number>;
  seconds: number;
  p50: number;
  p99: number;
  max: number;
}

/** One thing that is done to the cluster under load. */
export interface Step {
  name: string;
  title: string;
  /** Failures that belong to it, by what the client saw; by default none does. */
  allows?(request: SentRequest): boolean;
  /** @returns what is worth a line in the table. @throws Error where the cluster did not do as it should */
  run(site: Site): Promise<string>;
}

/** A line of the table. */
export interface StepResult {
  name: string;
  title: string;
  seconds: number;
  requests: number;
  failed: number;
  /** Failures that the step does not allow, the first few with their time in s since it began. */
  unexplained: string[];
  note: string;
  problem: string | null;
}

/** Judges the requests that a step overlapped: begun before its end and over after its begin. */
export function judgeStep(
  step: Pick<Step, 'name' | 'title' | 'allows'>,
  requests: readonly SentRequest[],
  {
    startedAt,
    endedAt,
    note,
    problem,
  }: { startedAt: number; endedAt: number; note: string; problem: string | null },
): StepResult {
  const during = requests.filter((sent) => sent.endedAt >= startedAt && sent.startedAt <= endedAt);
  const failed = during.filter(({ error }) => error !== null);
  const unexplained = failed.filter((sent) => step.allows?.(sent) !== true);
  const { name, title } = step;
  return {
    name,
    title,
    seconds: (endedAt - startedAt) / 1000,
    requests: during.length,
    failed: failed.length,
    unexplained: unexplained.map(
      ({ startedAt: at, error }) => `${((at - startedAt) / 1000).toFixed(1)} s: ${error?.slice(0, 120)}`,
    ),
    note,
    problem,
  };
}

/** Whether a step went as it should: it did what it was for, requests were sent, and none failed that may not. */
export function isGood({ requests, unexplained, problem }: StepResult): boolean {
  return problem === null && unexplained.length === 0 && requests > 0;
}

/** The results as a table of Markdown. */
export function tableOf(results: readonly StepResult[]): string {
  const rows = results.map((result) => {
    const { title, seconds, requests, failed, unexplained, note, problem } = result;
    const verdict = isGood(result) ? 'ok' : 'not ok';
    const remarks = [note, problem, ...unexplained.slice(0, 3)]
      .filter(Boolean)
      .join('; ')
      .replace(/\s+/g, ' ');
    return `| ${title} | ${seconds.toFixed(0)} s | ${requests} | ${failed} | ${verdict} | ${remarks} |`;
  });
  return ['| what | took | requests | failed | | seen |', '|---|--:|--:|--:|---|---|', ...rows].join('\n');
}
