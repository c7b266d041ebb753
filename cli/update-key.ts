import { parseTsigKey, parseTsigKeyFile, type TsigKey } from '../dns-mock/update/tsig-key.ts';
import { DEFAULT_UPDATE_ACCESS, type UpdateAccess } from '../dns-mock/update/updater.ts';
import { readText } from './read-text.ts';

/**
 * Who may change the zone by RFC 2136 messages.
 *
 * @throws MockError DNS_BAD_UPDATE_KEY, FILE_NOT_READABLE
 */
export async function updateAccessFrom(typed: readonly string[] | undefined): Promise<UpdateAccess> {
  if (typed === undefined) return DEFAULT_UPDATE_ACCESS;
  return { keys: await Promise.all(typed.map(readKey)), unsignedFromLoopback: false };
}

async function readKey(typed: string): Promise<TsigKey> {
  return parseTsigKey(typed) ?? parseTsigKeyFile(await readText(typed), typed);
}
