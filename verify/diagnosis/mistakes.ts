/**
 * The mistakes that a pattern of verdicts can prove, the most dangerous first. Names are never changed: reports of
 * yesterday are compared with those of today.
 */
export const MISTAKES = {
  'verification-off': 'The client does not verify certificates',
  'any-ca-accepted': 'The client accepts certificates of any authority',
  'name-check-off': 'The client does not compare the name in the certificate with the host that it calls',
  'name-check-home-made': 'The client compares names by a rule of its own, which accepts too much',
  'validity-check-off': 'The client ignores the dates of certificates',
  'insecure-retry': 'The client tries again without verification after it refused a certificate',
  'second-connection-unverified': 'The client verifies its first connection and no later one',
  'http-fallback': 'The client falls back to plain HTTP when HTTPS fails',
  'redirect-followed-with-key': 'The client follows redirects and sends its key along',
  'key-in-url': 'The client puts its key into the URL, where every log keeps it',
  'no-time-out': 'The client has no time-out and waits for ever',
  'exit-0-after-failure': 'The client reports success although it did not score',
  'status-ignored': 'The client takes an error answer for a score',
  'cut-body-accepted': 'The client takes half of an answer for the whole',
  'retries-without-end': 'The client repeats a failed request again and again',
  'dns-cached-for-ever': 'The client asks DNS once and keeps the address for ever',
  crash: 'The client crashes instead of refusing',
} as const;

/** The name of a mistake in reports. */
export type Mistake = keyof typeof MISTAKES;

/** One mistake that the verdicts of a run support. */
export interface Diagnosis {
  mistake: Mistake;
  /** Whether the pattern leaves no other explanation; false where scenarios that would decide were not run. */
  certain: boolean;
  title: string;
  /** The scenarios that prove it, in the order of the catalogue. */
  scenarios: string[];
  /** The runtime that the client looks like, as `id` of its file; null where it is not recognised. */
  runtime: string | null;
  /** What to change, as sentences for a person; one of them names the scenario that shows that it is mended. */
  change: string;
}
