import type { Mistake } from './mistakes.ts';
import type { Runtime } from './runtime.ts';

/**
 * What to change, for the runtime where it is known: the wrong switch, what belongs in its place, and the scenario that
 * shows that it is mended. Never a switch that turns a check off.
 *
 * @param proof a scenario that must pass afterwards
 */
export function describeChange(mistake: Mistake, runtime: Runtime | null, proof: string): string {
  const specific = runtime === null ? null : inRuntime(mistake, runtime);
  const how = runtime === null || specific === null ? GENERAL[mistake] : `${specific} See ${runtime.docs}.`;
  return `${how} Then "verify --scenario ${proof}" must pass.`;
}

/** @returns null where the change is the same in every runtime */
function inRuntime(
  mistake: Mistake,
  { name, verification, names, ownCa, timeOut, redirects }: Runtime,
): string | null {
  const ca = `To trust an authority of your own: ${ownCa}.`;
  switch (mistake) {
    case 'verification-off':
    case 'any-ca-accepted':
    case 'validity-check-off':
      return `In ${name}, look for ${verification.wrong}. Right: ${verification.right}. ${ca}`;
    case 'insecure-retry':
    case 'second-connection-unverified':
      return `In ${name}, look for ${verification.wrong} on a later attempt or connection. Right: ${verification.right}, for all of them. ${ca}`;
    case 'name-check-off':
    case 'name-check-home-made': {
      const { wrong, right } = names ?? verification;
      return `In ${name}, look for ${wrong}. Right: ${right}.`;
    }
    case 'no-time-out':
      return `In ${name}, set a time-out: ${timeOut}.`;
    case 'redirect-followed-with-key':
      return `In ${name}, follow no redirect: ${redirects}. A scoring URI does not move.`;
    default:
      return null;
  }
}

const GENERAL: Readonly<Record<Mistake, string>> = {
  'verification-off':
    'Look for the switch that turns verification off, and remove it; give the client the authority as a PEM file instead.',
  'any-ca-accepted':
    'Look for a trust manager, verifier or callback of your own that accepts every issuer, and remove it; give the client the authority as a PEM file instead.',
  'name-check-off': 'Look for the switch that turns the comparison of host names off, and remove it.',
  'name-check-home-made':
    'Remove the comparison of names in your code, and let the TLS library compare them (RFC 9525 section 6).',
  'validity-check-off': 'Look for a callback that forgives expired certificates, and remove it.',
  'insecure-retry': 'Remove the second attempt without verification: report the refusal instead.',
  'second-connection-unverified': 'Use the same settings for every connection, reconnects included.',
  'http-fallback': 'Remove the attempt with http://: when HTTPS fails, report that.',
  'redirect-followed-with-key': 'Follow no redirect: a scoring URI does not move.',
  'key-in-url': 'Send the key as "Authorization: Bearer KEY" and nowhere else.',
  'no-time-out': 'Set a time-out for connecting, for the handshake and for the answer.',
  'exit-0-after-failure':
    'Exit with another status than 0 when the request failed; do not catch and forget the error.',
  'status-ignored': 'Look at the status of the answer before its body: only 200 is a score.',
  'cut-body-accepted':
    'Compare the length of the body with Content-Length, or let the library do it, and treat a cut answer as an error.',
  'retries-without-end':
    'Limit the attempts to three, with a growing pause, and wait as long as Retry-After says.',
  'dns-cached-for-ever': 'Ask DNS again when its TTL is over, at the latest when a connection fails.',
  crash: 'Find the crash with a debugger: a client must report that it refuses a certificate.',
};
