import type { ScenarioReport } from '../verdict.ts';
import type { Mistake } from './mistakes.ts';

/** A mistake with the scenarios that prove it. */
export interface Found {
  mistake: Mistake;
  certain: boolean;
  scenarios: string[];
}

/** What the judge needs to have found out about a scenario for a pattern. */
type Result = Pick<ScenarioReport, 'scenario' | 'group' | 'expectation' | 'verdict' | 'finding' | 'observed'>;

/**
 * Reads the mistakes of a client from the pattern of all its verdicts. Several mistakes at once are told apart; what no
 * mistake explains is left to the caller. Pure.
 */
export function findMistakes(results: readonly Result[]): Found[] {
  const tried = results.filter(({ verdict }) => verdict !== 'skipped');
  return [...certificateMistakes(tried), ...patternsIn(tried)];
}

function patternsIn(tried: readonly Result[]): Found[] {
  const reportsSuccessAlways = tried.some(({ finding }) => finding === 'exit-0-after-refusal');
  const proved = Map.groupBy(
    tried.flatMap((result) =>
      PATTERNS.filter(({ shows }) => shows(result)).map(({ mistake }) => ({
        scenario: result.scenario,
        // Its exit status says nothing at all, so it does not show either what the client makes of an answer.
        mistake: reportsSuccessAlways && ABOUT_ANSWERS.includes(mistake) ? EXIT_0 : mistake,
      })),
    ),
    ({ mistake }) => mistake,
  );
  return Array.from(proved, ([mistake, by]) => ({
    mistake,
    certain: true,
    scenarios: by.map(({ scenario }) => scenario),
  }));
}

const EXIT_0: Mistake = 'exit-0-after-failure';
const ABOUT_ANSWERS: readonly Mistake[] = ['cut-body-accepted', 'status-ignored'];

const leaked = ({ finding }: Result): boolean => finding === 'leaked-key' || finding === 'leaked-data';

/** Mistakes that one scenario alone proves. */
const PATTERNS: readonly { mistake: Mistake; shows(result: Result): boolean }[] = [
  { mistake: 'insecure-retry', shows: retriedInsecurely },
  {
    mistake: 'second-connection-unverified',
    shows: (result) => result.scenario.startsWith('second-connection-') && leaked(result),
  },
  { mistake: 'http-fallback', shows: (result) => result.scenario === 'http-fallback' && leaked(result) },
  {
    mistake: 'redirect-followed-with-key',
    shows: (result) => result.scenario.startsWith('redirect-') && result.finding === 'leaked-key',
  },
  {
    mistake: 'key-in-url',
    shows: ({ observed }) => observed.requests.some(({ keyIn }) => keyIn.includes('target')),
  },
  { mistake: 'no-time-out', shows: (result) => result.finding === 'hung' && !isBusy(result) },
  { mistake: 'exit-0-after-failure', shows: ({ finding }) => finding === 'exit-0-after-refusal' },
  {
    mistake: 'cut-body-accepted',
    shows: (result) => result.finding === 'accepted' && lastOutcome(result) === 'cut',
  },
  {
    mistake: 'status-ignored',
    shows: (result) => result.finding === 'accepted' && lastOutcome(result) !== 'cut',
  },
  {
    mistake: 'retries-without-end',
    shows: (result) =>
      (result.finding === 'hung' && isBusy(result)) ||
      (result.finding === 'too-many-retries' && result.observed.requests.length > MOST_REQUESTS),
  },
  { mistake: 'crash', shows: ({ finding }) => finding === 'crashed' },
];

/** A client that is still trying when its time is up does not lack a time-out. A resolver alone asks up to ten times. */
const isBusy = ({ observed: { requests, connections, queries } }: Result): boolean =>
  requests.length > 2 || connections.length > 2 || queries.length > 10;

/** More requests than these for one score are no retry policy. */
const MOST_REQUESTS = 5;

const lastOutcome = ({ observed }: Result) => observed.requests.at(-1)?.answer?.outcome ?? null;

/** Its first connection was refused by an alert, and a later one to the same router carried the request. */
function retriedInsecurely(result: Result): boolean {
  if (!leaked(result) || !isAboutCertificates(result)) return false;
  const { connections } = result.observed;
  const refused = connections.findIndex(({ handshake }) => handshake?.outcome === 'refused-by-client');
  return refused >= 0 && connections.slice(refused + 1).some(({ applicationBytes }) => applicationBytes > 0);
}

const CHECKS = ['trust', 'identity', 'validity'] as const;
type Check = (typeof CHECKS)[number];

/** The scenarios that decide what a check does; each is wrong in this one way and in no other. */
export const DECISIVE: Readonly<Record<Check, readonly string[]>> = {
  trust: ['untrusted-root', 'self-signed', 'man-in-the-middle'],
  identity: ['fqdn-mismatch', 'sibling-subdomain'],
  validity: ['expired', 'not-yet-valid', 'expired-a-year-ago'],
};

/**
 * Accepted by Ruby's OpenSSL::SSL.verify_certificate_identity and by the streams of PHP themselves, against RFC 9525
 * section 6.4: alone it shows the library, and no comparison in the client's own code.
 */
const OF_LIBRARIES: readonly string[] = ['ip-address-as-dns-name'];

/** Scenarios of other groups whose certificate has another name. */
const ALSO_IDENTITY: readonly string[] = ['dns-stale-tenant', 'dns-rebinding'];

const checkOf = ({ group, scenario }: Result): Check | null =>
  ALSO_IDENTITY.includes(scenario) ? 'identity' : (CHECKS.find((check) => check === group) ?? null);

const isAboutCertificates = (result: Result): boolean =>
  checkOf(result) !== null && result.expectation === 'reject';

/** Does the client leave a check out? Null where no decisive scenario was run. */
function isOff(check: Check, results: readonly Result[]): boolean | null {
  const decisive = results.filter(
    ({ scenario, verdict }) => DECISIVE[check].includes(scenario) && verdict !== 'inconclusive',
  );
  return decisive.length === 0 ? null : decisive.every(leaked);
}

/** Which checks of the certificate are missing, from what leaked in which group. */
function certificateMistakes(tried: readonly Result[]): Found[] {
  const judged = tried.filter((result) => isAboutCertificates(result) && !retriedInsecurely(result));
  const leaks = judged.filter(leaked);
  if (leaks.length === 0) return [];
  const off = {
    trust: isOff('trust', judged),
    identity: isOff('identity', judged),
    validity: isOff('validity', judged),
  };
  const certain = Object.values(off).every((known) => known !== null);
  const of = (...checks: Check[]): string[] =>
    leaks.filter((result) => checks.includes(checkOf(result) as Check)).map(({ scenario }) => scenario);
  const missing = (mistake: Mistake, ...checks: Check[]): Found[] => [
    { mistake, certain, scenarios: of(...checks) },
  ];
  if (off.trust !== false && off.identity !== false && off.validity !== false && isAnyOff(off)) {
    return missing('verification-off', ...CHECKS);
  }
  return [
    ...(off.trust === true
      ? missing('any-ca-accepted', 'trust', ...(off.validity ? (['validity'] as const) : []))
      : []),
    ...(off.identity === true ? missing('name-check-off', 'identity') : []),
    ...(off.validity === true && off.trust !== true ? missing('validity-check-off', 'validity') : []),
    ...(off.identity === false && of('identity').some((name) => !OF_LIBRARIES.includes(name))
      ? missing('name-check-home-made', 'identity')
      : []),
  ];
}

const isAnyOff = (off: Record<Check, boolean | null>): boolean => Object.values(off).includes(true);
