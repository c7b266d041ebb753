import { openAuthority } from '../../../pki/authority.ts';

let pair: Promise<{ ca: string; cert: string; key: string }> | undefined;

/** A certificate for `localhost` and 127.0.0.1 with its authority, all PEM; minted once for a test file. */
export function tlsPair(): Promise<{ ca: string; cert: string; key: string }> {
  pair ??= mint();
  return pair;
}

async function mint(): Promise<{ ca: string; cert: string; key: string }> {
  const authority = await openAuthority({ stateDir: null, keyType: 'ec-p256' });
  const leaf = await authority.issueLeaf({ names: ['localhost', '127.0.0.1'] });
  return { ca: authority.rootPem, cert: leaf.certPem, key: leaf.keyPem };
}
