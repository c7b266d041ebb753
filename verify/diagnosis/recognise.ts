import type { Runtime } from './runtime.ts';
import { RUNTIMES } from './runtimes/index.ts';

/** What there is to recognise a client by. */
export interface Traces {
  /** JA4 of its ClientHello, or null. */
  ja4: string | null;
  /** Its User-Agent field, or null. */
  userAgent: string | null;
  /** The command and its arguments, as typed. */
  command: readonly string[];
}

export interface Recognised {
  /** The likeliest one. */
  runtime: Runtime;
  /** Others that leave the same traces. */
  alternatives: readonly Runtime[];
  by: 'User-Agent' | 'JA4' | 'command';
}

/**
 * Finds the runtime that a client looks like. A switch that turns verification off does not change the ClientHello, so
 * this says what the client is made with and nothing about how it is used. Pure.
 *
 * @returns null where nothing known fits
 */
export function recognise({ ja4, userAgent, command }: Traces): Recognised | null {
  const byJa4 = RUNTIMES.filter(({ looksLike }) => ja4 !== null && Object.hasOwn(looksLike.ja4 ?? {}, ja4));
  const byAgent = RUNTIMES.filter(({ looksLike }) => looksLike.userAgent?.test(userAgent ?? '') === true);
  const byCommand = RUNTIMES.filter(({ looksLike }) =>
    command.some((word) => looksLike.command?.test(word) === true),
  );
  // A User-Agent is chosen by the library that wrote the request; a fingerprint is shared by all that use its TLS.
  return (
    pick(both(byAgent, byJa4), 'User-Agent') ??
    pick(both(byJa4, byCommand), 'JA4') ??
    pick(byCommand, 'command')
  );
}

/** The first list, narrowed by the second where they have something in common. */
function both(first: readonly Runtime[], second: readonly Runtime[]): readonly Runtime[] {
  const common = first.filter((runtime) => second.includes(runtime));
  return common.length > 0 ? common : first;
}

function pick([runtime, ...alternatives]: readonly Runtime[], by: Recognised['by']): Recognised | null {
  return runtime === undefined ? null : { runtime, alternatives, by };
}
