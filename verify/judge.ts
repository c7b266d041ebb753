import type { ObservationSummary } from '../common/observation-summary.ts';
import type { ClientTarget } from '../harness/resolve-world.ts';
import { type ClientScenario, destinationsOf } from '../scenarios/scenario.ts';
import { type Conduct, readConduct } from './judge/conduct.ts';
import { gatherEvidence } from './judge/evidence.ts';
import { adviseOnRetries } from './judge/retries.ts';
import {
  admitsSuccess,
  crashOf,
  describeAnswer,
  describeExit,
  describeLeaks,
  describeRefusedConnection,
  describeWaiting,
  reportsSuccess,
  trytlsWord,
} from './judge/wording.ts';
import type { ClientRun, Verdict } from './verdict.ts';

export interface JudgeInput {
  scenario: ClientScenario;
  observed: ObservationSummary;
  run: ClientRun;
  target: ClientTarget;
  /** The bearer key as `printOfKey` gives it, for the evidence of a leak. */
  keyPrint?: string;
}

/** A verdict before its evidence. */
type Ruling = Omit<Verdict, 'evidence'>;

interface Case {
  scenario: ClientScenario;
  conduct: Conduct;
  run: ClientRun;
}

/**
 * Judges what a client did in a scenario's world. Pure.
 *
 * Rejecting means that no byte of the request arrived where the scenario does not allow it; how the client said
 * goodbye is reported and never required. Accepting means that the answer was delivered and the client exited 0.
 */
export function judge({ scenario, observed, run, target, keyPrint }: JudgeInput): Verdict {
  const conduct = readConduct(scenario, observed, target);
  const ruling = rule({ scenario, conduct, run });
  return {
    ...(scenario.expectation === 'advise' ? soften(ruling) : ruling),
    evidence: gatherEvidence(conduct, observed, run, keyPrint ?? null),
  };
}

/** The order is the ranking: what leaked outweighs all that the client says of itself. */
function rule(its: Case): Ruling {
  return ruleOnLeaks(its) ?? ruleOnCrash(its) ?? ruleOnTrial(its) ?? ruleOnTimeOut(its) ?? ruleOnEnd(its);
}

function ruleOnEnd(its: Case): Ruling {
  switch (its.scenario.expectation) {
    case 'accept':
      return ruleOnAccepting(its);
    case 'reject':
      return ruleOnRejecting(its);
    case 'advise':
      return ruleOnEither(its);
  }
}

/** Where either is right, what a client does is reported and never held against it. */
const soften = (ruling: Ruling): Ruling =>
  ruling.verdict === 'inconclusive' ? ruling : { ...ruling, verdict: 'advisory' };

const passed = (reason: string): Ruling => ({ verdict: 'pass', finding: null, reason });
const failed = (finding: Verdict['finding'], reason: string): Ruling => ({
  verdict: 'fail',
  finding,
  reason,
});
const undecided = (finding: Verdict['finding'], reason: string): Ruling => ({
  verdict: 'inconclusive',
  finding,
  reason,
});

function ruleOnLeaks({ conduct: { leaks } }: Case): Ruling | null {
  if (leaks.length === 0) return null;
  const finding = leaks.some(({ withKey }) => withKey) ? 'leaked-key' : 'leaked-data';
  return failed(finding, describeLeaks(leaks));
}

/** A crash is no refusal, whatever the scenario. */
function ruleOnCrash({ run }: Case): Ruling | null {
  const signal = crashOf(run);
  return signal === null ? null : failed('crashed', `crashed (${signal})`);
}

/** Was this a trial at all? A client that did not come as far as any client can come there says nothing. */
function ruleOnTrial({ scenario, conduct, run }: Case): Ruling | null {
  if (trytlsWord(run) === 'UNSUPPORTED')
    return undecided('unsupported', 'says that it cannot be tried with this');
  if (conduct.connections.length > 0 || conduct.requests.length > 0) return null;
  const asked = conduct.asked.length > 0;
  const dnsIsTheTrial = !conduct.reachable || (scenario.group === 'dns' && scenario.expectation === 'accept');
  if (asked && dnsIsTheTrial) return null;
  const came = asked ? 'asked DNS for the name and did nothing more' : 'did nothing that could be seen';
  return undecided('never-connected', `${came}; it ${describeExit(run)}`);
}

function ruleOnTimeOut({ conduct, run }: Case): Ruling | null {
  if (!run.timedOut) return null;
  const { length: tries } = conduct.requests;
  const before =
    conduct.answered !== null
      ? 'had its answer'
      : tries > 0
        ? `sent ${tries === 1 ? 'its request' : `${tries} requests`} and got ${describeLastAnswer(conduct)}`
        : describeWaiting(conduct);
  return failed('hung', `${before}, and ${describeExit(run)}: no time-out of its own within that time`);
}

function ruleOnAccepting({ scenario, conduct, run }: Case): Ruling {
  const scored = conduct.answered !== null;
  if (scored && admitsSuccess(run)) {
    return adviseOnRetries(scenario, conduct) ?? passed(`scored and ${describeExit(run)}`);
  }
  if (scored) return failed('did-not-score', `was answered with 200 and yet ${describeExit(run)}`);
  const advice = adviseOnRetries(scenario, conduct);
  if (advice?.finding === 'no-retry' && !reportsSuccess(run)) return advice;
  return failed('did-not-score', describeEnd(conduct, run));
}

function ruleOnRejecting({ scenario, conduct, run }: Case): Ruling {
  const sent = conduct.requests.length > 0;
  if (reportsSuccess(run)) {
    return sent
      ? failed('accepted', `took ${describeLastAnswer(conduct)} for a success and ${describeExit(run)}`)
      : failed('exit-0-after-refusal', `${describeRefusedConnection(conduct)}, and yet ${describeExit(run)}`);
  }
  const faultComesWithTheAnswer = conduct.reachable && destinationsOf(scenario).length > 0;
  if (faultComesWithTheAnswer && !sent && !conduct.arrived) {
    return undecided(
      'never-asked',
      `${describeEnd(conduct, run)}: it never sent the request whose answer is the trial`,
    );
  }
  return adviseOnRetries(scenario, conduct) ?? passed(describeEnd(conduct, run));
}

function ruleOnEither({ scenario, conduct, run }: Case): Ruling {
  if (conduct.answered !== null && admitsSuccess(run)) {
    return adviseOnRetries(scenario, conduct) ?? passed(`accepted: scored and ${describeExit(run)}`);
  }
  if (reportsSuccess(run)) {
    const finding = conduct.requests.length > 0 ? 'accepted' : 'exit-0-after-refusal';
    return failed(finding, `did not score: ${describeEnd(conduct, run)}`);
  }
  return adviseOnRetries(scenario, conduct) ?? passed(`refused: ${describeEnd(conduct, run)}`);
}

function describeEnd(conduct: Conduct, run: ClientRun): string {
  const did =
    conduct.requests.length > 0 ? `got ${describeLastAnswer(conduct)}` : describeRefusedConnection(conduct);
  return `${did}, and ${describeExit(run)}`;
}

function describeLastAnswer({ requests }: Conduct): string {
  const last = requests.at(-1);
  return last === undefined ? 'no answer at all' : describeAnswer(last);
}
