import type { SentRequest } from './load-log.ts';

/** What was done to the swarm while the load went on. Times are ms since the epoch. */
export interface Story {
  /** Addresses of the routers at the beginning. */
  routers: string[];
  killed: { address: string; killedAt: number; endedAt: number };
  /** The router that came in its place, and since when there were as many as before. */
  replacement: { address: string; at: number };
  renewal: { from: string; to: string; servedByAllAt: number };
}

export interface Finding {
  what: string;
  holds: boolean;
  detail: string;
}

/**
 * Whether a failed request was in flight on the router that was killed: it was on a connection to it, begun before its
 * process had ended and not over when it was killed.
 */
export function isInFlight(request: SentRequest, killed: Story['killed']): boolean {
  return (
    request.address === killed.address &&
    request.startedAt <= killed.endedAt &&
    request.endedAt >= killed.killedAt
  );
}

/** What the log of a load says of a router that was killed and of a secret that was renewed meanwhile. */
export function assessLoad(requests: readonly SentRequest[], story: Story): Finding[] {
  const { routers, killed, replacement, renewal } = story;
  const failed = requests.filter(({ error }) => error !== null);
  const unexplained = failed.filter((request) => !isInFlight(request, killed));
  const answered = requests.filter(({ error }) => error === null);
  const before = answered.filter(({ endedAt }) => endedAt < killed.killedAt);
  const without = answered.filter(
    ({ startedAt, endedAt }) => startedAt > killed.endedAt && endedAt < replacement.at,
  );
  const after = answered.filter(({ startedAt }) => startedAt > renewal.servedByAllAt);
  const opened = firstOfEachConnection(after, answered);
  const left = [...routers.filter((address) => address !== killed.address), replacement.address];
  return [
    finding('every router answered before the kill', routers.every(by(before)), count(before)),
    finding(
      'the others answered while it was away',
      without.length > 0 && !by(without)(killed.address),
      count(without),
    ),
    finding('the router in its place answers', by(after)(replacement.address), count(after)),
    finding(
      `no request failed but those in flight on ${killed.address}`,
      unexplained.length === 0,
      `${requests.length} requests, ${failed.length} failed${failed.map(describe(killed)).join('')}`,
    ),
    finding(
      'every router shows the new certificate to new connections, and none the old one',
      left.every(by(opened)) && opened.every(({ fingerprint }) => fingerprint === renewal.to),
      `${opened.length} connections after the renewal`,
    ),
    finding(
      'connections that were open during the renewal went on',
      after.some(({ fingerprint }) => fingerprint === renewal.from),
      `${new Set(after.filter(({ fingerprint }) => fingerprint === renewal.from).map(({ connection }) => connection)).size} connections with the old certificate`,
    ),
  ];
}

const finding = (what: string, holds: boolean, detail: string): Finding => ({ what, holds, detail });

const by =
  (requests: readonly SentRequest[]) =>
  (router: string): boolean =>
    requests.some(({ address }) => address === router);

/** The requests that opened their connection. */
function firstOfEachConnection(some: readonly SentRequest[], all: readonly SentRequest[]): SentRequest[] {
  const first = new Map<number | null, SentRequest>();
  for (const request of all) if (!first.has(request.connection)) first.set(request.connection, request);
  return some.filter((request) => first.get(request.connection) === request);
}

function count(requests: readonly SentRequest[]): string {
  const counts = new Map<string, number>();
  for (const { address } of requests) counts.set(`${address}`, (counts.get(`${address}`) ?? 0) + 1);
  return (
    [...counts]
      .sort()
      .map(([address, number]) => `${address} ${number}`)
      .join(', ') || 'none'
  );
}

const describe =
  ({ killedAt }: Story['killed']) =>
  (request: SentRequest): string =>
    `\n      ${request.error} from ${request.address ?? 'no address'}, begun ${request.startedAt - killedAt} ms and over ${request.endedAt - killedAt} ms after the kill`;
