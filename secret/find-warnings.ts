import type { X509Certificate } from 'node:crypto';
import { nameOneLine } from './certificates.ts';
import { inspectChain } from './chain.ts';
import { type SecretWarning, warn } from './warnings.ts';

type Chain = readonly [X509Certificate, ...X509Certificate[]];

const DAY_MS = 86_400_000;
/** The end is near when this share of the lifetime is left, and this many days at most. */
const EXPIRES_SOON = { share: 1 / 3, days: 30 };
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_EXTENDED_KEY_USAGE = '2.5.29.37.0';

/**
 * What a client may refuse, and the router serves all the same. `--strict-secret` makes errors of all of it.
 *
 * @param keyBesideIn names the certificate file where it holds a private key too; null otherwise
 */
export function findWarnings(
  chain: Chain,
  { now, keyBesideIn }: { now: Date; keyBesideIn: string | null },
): SecretWarning[] {
  const warnings = [...judgeValidity(chain, now), ...judgeOrder(chain), ...judgeSerialNumbers(chain)];
  const [leaf] = chain;
  // ASSUMPTION: extended-key-usage: whether the real check looks at extendedKeyUsage is not published, and Envoy does
  // not; a certificate that is not for servers is served with a warning. Changed by `--strict-secret`.
  if (!isForServers(leaf)) warnings.push(warn('SECRET_NOT_FOR_SERVERS', {}));
  if (keyBesideIn !== null) warnings.push(warn('SECRET_KEY_BESIDE_CERTIFICATE', { place: keyBesideIn }));
  return warnings;
}

function judgeValidity([leaf, ...issuers]: Chain, now: Date): SecretWarning[] {
  const { validFromDate: from, validToDate: to } = leaf;
  const at = to.toISOString();
  const daysLeft = (to.getTime() - now.getTime()) / DAY_MS;
  const warnings: SecretWarning[] = [];
  // ASSUMPTION: validity-dates: whether the real check looks at the dates of the leaf and of its issuers is not
  // published, and Envoy loads an expired one; all are served with a warning. Changed by `--strict-secret`.
  if (daysLeft < 0) warnings.push(warn('SECRET_EXPIRED', { at }));
  else if (now < from) warnings.push(warn('SECRET_NOT_YET_VALID', { at: from.toISOString() }));
  // ASSUMPTION: expires-soon: whether the real check warns before the end is not published; a third of the lifetime, 30
  // days at most, is when ACME clients renew. Changed by nothing: it is a warning of the mock's own.
  else if (daysLeft <= noticeDays(from, to))
    warnings.push(warn('SECRET_EXPIRES_SOON', { at, when: inDays(Math.floor(daysLeft)) }));

  for (const [index, issuer] of issuers.entries()) {
    if (issuer.validFromDate <= now && now <= issuer.validToDate) continue;
    warnings.push(
      warn('SECRET_CHAIN_NOT_VALID_NOW', {
        number: index + 2,
        subject: nameOneLine(issuer.subject),
        from: issuer.validFromDate.toISOString(),
        to: issuer.validToDate.toISOString(),
      }),
    );
  }
  return warnings;
}

/** How many days before its end a certificate is to be renewed; a short-lived one that is fresh has no warning. */
function noticeDays(from: Date, to: Date): number {
  return Math.min(EXPIRES_SOON.days, ((to.getTime() - from.getTime()) / DAY_MS) * EXPIRES_SOON.share);
}

function inDays(days: number): string {
  if (days === 0) return 'within a day';
  return days === 1 ? 'in 1 day' : `in ${days} days`;
}

function judgeOrder(chain: Chain): SecretWarning[] {
  const [leaf] = chain;
  const found = inspectChain(chain);
  const named = (number: number) => ({ number, subject: nameOneLine(chain[number - 1]?.subject ?? '') });
  const warnings: SecretWarning[] = [];
  // ASSUMPTION: self-signed: the article allows a self-signed certificate for development, so it is served with a
  // warning; what the real check says is not published. Changed by `--strict-secret`.
  if (found.selfSigned) warnings.push(warn('SECRET_SELF_SIGNED', {}));
  // ASSUMPTION: leaf-only: the article demands the full chain, and no source says that it is checked; a leaf without
  // its intermediate is served with a warning. A root alone may be left out without a word, as CAs do and RFC 5246
  // section 7.4.2 allows. Changed by `--strict-secret`.
  if (found.issuerMissing) warnings.push(warn('SECRET_LEAF_ONLY', { issuer: nameOneLine(leaf.issuer) }));
  // ASSUMPTION: chain-order: what the file holds is served as it stands, misordered, repeated and unrelated
  // certificates too, with a warning; that the real router sorts nothing is how Envoy is, and not published. Changed
  // by `--strict-secret`.
  for (const number of found.misplaced) warnings.push(warn('SECRET_MISORDERED', { number }));
  for (const number of found.unrelated) warnings.push(warn('SECRET_UNRELATED', named(number)));
  for (const number of found.repeated) warnings.push(warn('SECRET_REPEATED', named(number)));
  return warnings;
}

function judgeSerialNumbers(chain: Chain): SecretWarning[] {
  return chain.flatMap(({ serialNumber, subject }, index) =>
    serialNumber.startsWith('-')
      ? [warn('SECRET_NEGATIVE_SERIAL', { number: index + 1, subject: nameOneLine(subject) })]
      : [],
  );
}

/** Without the extension a certificate is for every use (RFC 5280 section 4.2.1.12). */
function isForServers({ keyUsage }: X509Certificate): boolean {
  const uses: readonly string[] | undefined = keyUsage;
  return uses === undefined || uses.includes(SERVER_AUTH) || uses.includes(ANY_EXTENDED_KEY_USAGE);
}
