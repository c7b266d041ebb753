import type { ChainCertificate, CheckedSecret, SecretWarning } from './check.ts';
import type { SecretInspection } from './inspect.ts';

/** What `certs check --json` prints. The key is no part of it. */
export interface SecretReport {
  origin: string;
  /** Would the router serve it? */
  accepted: boolean;
  /** `sslCname` that it was compared with, or null. */
  cname: string | null;
  error: { code: string; name: string | null; reason: string; message: string; remedy: string } | null;
  warnings: SecretWarning[];
  certificate: {
    subject: string;
    names: string[];
    notBefore: string;
    notAfter: string;
    /** Whole days until `notAfter`; negative when it is past. */
    daysLeft: number;
    keyType: string;
    fingerprint: string;
    chain: ChainCertificate[];
  } | null;
}

const DAY_MS = 86_400_000;

/** Turns the outcome of an inspection into lines for a terminal and a JSON object for machines. */
export function describeInspection(
  inspection: SecretInspection,
  now: Date,
): { lines: string[]; report: SecretReport } {
  const { origin, accepted, cname } = inspection;
  if (!inspection.accepted) {
    const { code, azureName, reason, message, remedy } = inspection.error;
    return {
      lines: [
        `${origin}: refused`,
        `  ${azureName === null ? code : `${code} ${azureName}`} (${reason}): ${message}`,
        `  hint: ${remedy}`,
      ],
      report: {
        origin,
        accepted,
        cname,
        error: { code, name: azureName, reason, message, remedy },
        warnings: [],
        certificate: null,
      },
    };
  }
  const { material, warnings } = inspection;
  const daysLeft = Math.floor((material.notAfter.getTime() - now.getTime()) / DAY_MS);
  return {
    lines: [
      `${origin}: accepted${countWarnings(warnings.length)}`,
      ...describeMaterial(material, cname, daysLeft),
      ...warnings.flatMap(({ reason, message, remedy }) => [
        `  warning (${reason}): ${message}`,
        `    hint: ${remedy}`,
      ]),
    ],
    report: {
      origin,
      accepted,
      cname,
      error: null,
      warnings,
      certificate: {
        subject: material.subject,
        names: material.names,
        notBefore: material.notBefore.toISOString(),
        notAfter: material.notAfter.toISOString(),
        daysLeft,
        keyType: material.keyType,
        fingerprint: material.fingerprint,
        chain: material.chain,
      },
    },
  };
}

function countWarnings(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ', with 1 warning' : `, with ${count} warnings`;
}

function describeMaterial(material: CheckedSecret, cname: string | null, daysLeft: number): string[] {
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  const left = daysLeft < 0 ? 'over' : daysLeft === 1 ? '1 day left' : `${daysLeft} days left`;
  const covers = cname === null ? '' : `, covers sslCname ${cname}`;
  const facts: [string, string][] = [
    ['subject', material.subject === '' ? '(empty)' : material.subject],
    ['names', `${material.names.join(', ') || '(none)'}${covers}`],
    ['valid', `${day(material.notBefore)} to ${day(material.notAfter)} (${left})`],
    ['key', material.keyType],
    ['SHA-256', material.fingerprint],
    ...material.chain.map(({ subject }, index): [string, string] => [
      index === 0 ? 'chain' : '',
      `${index + 1}. ${subject}`,
    ]),
  ];
  return facts.map(([name, value]) => `  ${name.padEnd(8)} ${value}`);
}
