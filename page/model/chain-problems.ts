import type { Certificate } from '../api-types.ts';

/** What is wrong with a certificate of a chain. */
export interface Problem {
  /** Which certificate; 0 is the leaf. */
  index: number;
  words: string;
  /** The rule that it breaks. */
  rule: string;
  /** Right clients may differ over it. */
  mild: boolean;
}

const DAY = 86_400_000;

/**
 * Judges a chain as it was served, by the rules that right clients follow. Pure.
 *
 * @param name the name that the client asked for
 * @param now ms since 1970
 */
export function problemsOf(
  chain: readonly (Certificate | null)[],
  name: string | null,
  now: number,
): Problem[] {
  const problems: Problem[] = [];
  const add = (index: number, words: string, rule: string, mild = false): void => {
    problems.push({ index, words, rule, mild });
  };
  for (const [index, certificate] of chain.entries()) {
    if (certificate === null) {
      add(index, 'It cannot be decoded.', 'RFC 5280 section 4.1');
      continue;
    }
    const { notBefore, notAfter, signature, keyBits, unknownCritical } = certificate;
    if (Date.parse(notAfter) < now)
      add(index, `It expired ${ago(now - Date.parse(notAfter))} ago.`, 'RFC 5280 section 4.1.2.5');
    if (Date.parse(notBefore) > now)
      add(
        index,
        `It is not valid for another ${ago(Date.parse(notBefore) - now)}.`,
        'RFC 5280 section 4.1.2.5',
      );
    const root = certificate.selfSigned && index > 0;
    if (/md5/i.test(signature)) add(index, `It is signed with ${signature}.`, 'RFC 6151', root);
    if (/sha1/i.test(signature)) add(index, `It is signed with ${signature}.`, 'RFC 9155', true);
    if (keyBits !== null && keyBits < 2048)
      add(index, `Its key has ${keyBits} bits.`, 'CA/Browser Forum baseline, section 6.1.5', true);
    if (unknownCritical.length > 0)
      add(index, `A critical extension is unknown: ${unknownCritical.join(', ')}.`, 'RFC 5280 section 4.2');
    if (index === 0) judgeLeaf(certificate, name, add);
    else judgeIssuer(certificate, index, add);
  }
  judgeLinks(chain, add);
  return problems;
}

type Add = (index: number, words: string, rule: string, mild?: boolean) => void;

function judgeLeaf({ names, extendedKeyUsage, ca }: Certificate, name: string | null, add: Add): void {
  const wanted = /^[\d.]+$|:/.test(name ?? '') ? 'IP Address:' : 'DNS:';
  const given = names.filter((each) => each.startsWith(wanted)).map((each) => each.slice(wanted.length));
  if (name !== null && names.length === 0)
    add(0, 'It has no subjectAltName; the common name does not count.', 'RFC 9525 section 6.3');
  else if (name !== null && !given.some((each) => covers(each, name)))
    add(0, `Its names do not cover ${name}.`, 'RFC 9525 section 6.3');
  if (
    extendedKeyUsage.length > 0 &&
    !extendedKeyUsage.some((use) => use === 'serverAuth' || use === 'anyExtendedKeyUsage')
  )
    add(0, `It is for ${extendedKeyUsage.join(', ')}, not for servers.`, 'RFC 5280 section 4.2.1.12');
  if (ca)
    add(0, 'It is the certificate of an authority.', 'CA/Browser Forum baseline, section 7.1.2.7', true);
}

/** A wildcard stands for the whole leftmost label, and for one label (RFC 9525 section 6.3). */
export function covers(pattern: string, name: string): boolean {
  const [given, wanted] = [pattern.toLowerCase(), name.toLowerCase().replace(/\.$/, '')];
  if (!given.startsWith('*.')) return given === wanted;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === given.slice(1);
}

function judgeIssuer({ ca, keyUsage }: Certificate, index: number, add: Add): void {
  if (!ca)
    add(index, 'It is not an authority: basicConstraints does not say CA.', 'RFC 5280 section 4.2.1.9');
  else if (keyUsage.length > 0 && !keyUsage.includes('keyCertSign'))
    add(index, 'Its key may not sign certificates: keyCertSign is missing.', 'RFC 5280 section 4.2.1.3');
}

function judgeLinks(chain: readonly (Certificate | null)[], add: Add): void {
  for (const [index, certificate] of chain.entries()) {
    if (certificate === null) continue;
    const next = chain[index + 1] ?? null;
    if (certificate.signedByNext === false && next !== null && !certificate.selfSigned) {
      if (certificate.issuer === next.subject)
        add(
          index,
          'Its signature was not made with the key of the next certificate.',
          'RFC 5280 section 6.1.3',
        );
      else if (!certificate.trusted)
        add(
          index,
          `The next certificate is not its issuer, ${certificate.issuer}.`,
          'RFC 5246 section 7.4.2',
          true,
        );
    }
    const below = chain.slice(1, index).filter((each) => each !== null && !each.selfSigned).length;
    if (certificate.pathLength !== null && index > 0 && below > certificate.pathLength)
      add(
        index,
        `More authorities stand below it than its path length, ${certificate.pathLength}, allows.`,
        'RFC 5280 section 4.2.1.9',
      );
  }
  if (chain.some((certificate) => certificate?.trusted === true)) return;
  const last = chain.at(-1);
  if (chain.length === 1 && last?.selfSigned === true)
    add(0, 'It is self-signed, and the client was not given it to trust.', 'RFC 5280 section 6.1.1');
  else if (last != null)
    add(chain.length - 1, 'It leads to no authority that the client trusts.', 'RFC 5280 section 6.1.1');
}

function ago(ms: number): string {
  const days = Math.floor(ms / DAY);
  if (days > 0) return days === 1 ? '1 day' : `${days} days`;
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** Whole days until `notAfter`; negative when it is past. */
export function daysLeft(notAfter: string, now: number): number {
  return Math.floor((Date.parse(notAfter) - now) / DAY);
}
