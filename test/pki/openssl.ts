import type { Test } from 'tap';
import type { Minted } from '../../pki/mint.ts';
import { type Outcome, run, writeFiles } from './tools.ts';

/** Judges a minted chain with `openssl verify`, as a client does that was given `trustedPem` and reads `certPem`. */
export async function verifyChain(t: Test, minted: Minted, ...options: string[]): Promise<Outcome> {
  const { ca, chain, leaf } = await writeFiles(t, {
    ca: minted.trustedPem,
    chain: minted.certPem,
    leaf: minted.leafPem,
  });
  const judge = ['-x509_strict', '-purpose', 'sslserver', '-auth_level', '2', ...options];
  return run('openssl', 'verify', ...judge, '-CAfile', ca, '-untrusted', chain, leaf);
}

/** What `openssl x509 -text` prints of a certificate, in one line, so that a value stands beside its name. */
export async function textOf(t: Test, pem: string): Promise<string> {
  const { certificate } = await writeFiles(t, { certificate: pem });
  const { output } = await run('openssl', 'x509', '-in', certificate, '-noout', '-text');
  return output.replace(/\s+/g, ' ');
}
