import { call } from './api.ts';
import type { Certificate } from './api-types.ts';
import { allOf } from './model/outcome.ts';
import { bytesOf, readMessages } from './model/tls-bytes.ts';
import type { Visit } from './model/visit-book.ts';

/** Chains that were read before, and those that came with a frozen page, by the DER of their certificates. */
const read = new Map<string, (Certificate | null)[]>();

/** The certificates that the router showed in a visit, DER in base64, leaf first. Empty where it showed none. */
export function servedIn(visit: Visit): string[] {
  for (const record of allOf(visit, 'tls-record')) {
    if (record.bytes === undefined || !record.messages.includes('Certificate')) continue;
    const message = readMessages(bytesOf(record.bytes)).find(({ name }) => name === 'Certificate');
    return (message?.certificates ?? []).map((der) => btoa(String.fromCharCode(...der)));
  }
  return [];
}

/** Lets the control API read a chain. @throws Refused where the harness is gone */
export async function readChain(
  ders: readonly string[],
  host: string | null,
): Promise<(Certificate | null)[]> {
  const key = ders.join();
  const known = read.get(key);
  if (known !== undefined) return known;
  const chain = await call<(Certificate | null)[]>('POST', '/page/certificates', {
    certificates: ders,
    ...(host?.endsWith('.badfe.test') ? { host } : {}),
  });
  read.set(key, chain);
  return chain;
}

/** Takes a chain that came with a frozen page or a fixture. */
export function rememberChain(ders: readonly string[], chain: (Certificate | null)[]): void {
  read.set(ders.join(), chain);
}
