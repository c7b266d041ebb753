import { once } from 'node:events';
import { startControl } from '../apis/control/server.ts';
import { silentLogger } from '../common/logger.ts';
import { ObservationLog } from '../common/observation-log.ts';
import type { ScenarioReport, VerifyReport } from '../verify/verdict.ts';

/** A page that shows a run of `verify` while it goes on. */
export interface VerifyPage {
  readonly url: string;
  /** Shows one more result. */
  add(result: ScenarioReport): void;
  /** Shows the whole report, and keeps the page open until the person ends it with Ctrl-C. */
  finish(report: VerifyReport): Promise<void>;
  close(): Promise<void>;
}

type Begun = Pick<VerifyReport, 'client' | 'via' | 'viaReason'>;

const WORDS = { pass: 'passed', fail: 'failed', advisory: 'advisory' } as const;

/**
 * Opens the page on a free port of 127.0.0.1.
 *
 * @param begun what is known of the run before its first result
 */
export async function openVerifyPage(begun: Begun): Promise<VerifyPage> {
  const startedAt = new Date();
  const results: ScenarioReport[] = [];
  let whole: VerifyReport | null = null;
  const control = await startControl({
    host: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    log: silentLogger,
    parts: {
      observations: new ObservationLog(),
      health: () => ({ fqdn: '', scoringUri: '', scenario: null, served: null }),
      page: {
        facts: () => factsOf(startedAt),
        report: () => whole ?? soFar(begun, startedAt, results),
      },
    },
  });
  return {
    url: `${control.url}/#/verdicts`,
    add: (result) => {
      results.push(result);
    },
    finish: async (report) => {
      whole = report;
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    },
    close: () => control.close(),
  };
}

/** There is no router behind this page, so it has no addresses to name. */
function factsOf(startedAt: Date): Record<string, unknown> {
  return {
    run: startedAt.toISOString(),
    last: 0,
    fqdn: 'www.contoso.com',
    scoringUri: 'https://www.contoso.com/',
    httpsUrl: null,
    httpUrl: null,
    caFile: null,
    dns: null,
    cli: 'azureml-fe-mock',
    parts: {
      scenarios: false,
      dns: false,
      extension: false,
      endpoints: false,
      captures: false,
      report: true,
    },
  };
}

function soFar(begun: Begun, startedAt: Date, results: readonly ScenarioReport[]): object {
  const summary = { passed: 0, failed: 0, advisory: 0, inconclusive: 0, skipped: 0 };
  for (const { verdict } of results) {
    if (verdict === 'inconclusive' || verdict === 'skipped') summary[verdict] += 1;
    else summary[WORDS[verdict]] += 1;
  }
  const durationMs = Date.now() - startedAt.getTime();
  return { ...begun, startedAt: startedAt.toISOString(), durationMs, diagnosis: [], results, summary };
}
