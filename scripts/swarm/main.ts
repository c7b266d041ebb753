// Runs docker-compose.yml as a stack of three routers on a swarm of one node. While verified requests go to all of
// them, kills one and renews the secret. Then judges the log of the requests, and takes everything down again.
//
//   IMAGE=azureml-fe-mock:local npm run swarm
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { assessLoad, type Finding, type Story } from './assess-load.ts';
import type { SentRequest } from './load-log.ts';
import { joinSwarm, leaveSwarm, type Router, Stack } from './stack.ts';

const ROUTERS = 3;
/** How long each state is put under load, ms. */
const LOOK_MS = 2000;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const began = Date.now();
const requests: SentRequest[] = [];

const say = (text: string): void =>
  console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${text}`);

/** Asks again and again until there is an answer. */
async function until<Value>(what: string, seconds: number, ask: () => Promise<Value | null>): Promise<Value> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (value !== null) return value;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await pause(200, undefined, { signal: stop.signal });
  }
}

/** The certificate that the newest answer of a router came with. */
const lastShownBy = (address: string): string | null =>
  requests.findLast((sent) => sent.address === address && sent.error === null)?.fingerprint ?? null;

async function tellStory(stack: Stack): Promise<Story> {
  await stack.deploy({ https: 20_000 + (process.pid % 10_000), http: 30_000 + (process.pid % 2000) });
  const all = async (): Promise<Router[] | null> => {
    const healthy = await stack.routers();
    return healthy.length === ROUTERS ? healthy : null;
  };
  const routers = await until('three healthy routers', 60, all);
  say(`${ROUTERS} routers are healthy: ${routers.map(({ address }) => address).join(' ')}`);

  const load = stack.startLoad((request) => requests.push(request));
  const loadEnded = once(load, 'close');
  try {
    await until('an answer of each router', 20, async () =>
      routers.every(({ address }) => lastShownBy(address) !== null) ? true : null,
    );
    await pause(LOOK_MS, undefined, { signal: stop.signal });
    say(`load: ${requests.length} requests so far`);

    const [victim] = routers;
    if (victim === undefined) throw new Error('There is no router.');
    const from = lastShownBy(victim.address) ?? '';
    const killedAt = Date.now();
    const endedAt = await stack.kill(victim);
    say(
      `killed ${victim.address}, container ${victim.id.slice(0, 12)}: its process ended ${endedAt - killedAt} ms later`,
    );
    const replacement = await until(
      'a router in its place',
      60,
      async () => (await all())?.find(({ id }) => !routers.some((router) => router.id === id)) ?? null,
    );
    const at = Date.now();
    say(`${replacement.address} is in its place`);
    await pause(LOOK_MS, undefined, { signal: stop.signal });

    const startedAt = Date.now();
    await stack.renew();
    say(`renewed the secret; until now it was ${from}`);
    const left = [...routers.slice(1), replacement];
    const to = await until('the new certificate on every router', 30, async () => {
      const shown = new Set(left.map(({ address }) => lastShownSince(address, startedAt)));
      const [only] = shown;
      return shown.size === 1 && only !== undefined && only !== null && only !== from ? only : null;
    });
    const servedByAllAt = Date.now();
    say(`every router serves ${to}`);
    await pause(LOOK_MS, undefined, { signal: stop.signal });

    return {
      routers: routers.map(({ address }) => address),
      killed: { address: victim.address, killedAt, endedAt },
      replacement: { address: replacement.address, at },
      renewal: { from, to, servedByAllAt },
    };
  } finally {
    load.stdin?.end();
    const [code] = await loadEnded;
    say(`load ended with ${code} after ${requests.length} requests`);
  }
}

/** The certificate that a router showed to the newest connection, of those opened since then. */
function lastShownSince(address: string, since: number): string | null {
  const old = new Set(
    requests.filter(({ startedAt }) => startedAt < since).map(({ connection }) => connection),
  );
  const isNew = (sent: SentRequest): boolean =>
    sent.address === address && sent.error === null && !old.has(sent.connection);
  return requests.findLast(isNew)?.fingerprint ?? null;
}

function report(findings: readonly Finding[]): boolean {
  for (const { what, holds, detail } of findings)
    console.log(`${holds ? 'ok' : 'not ok'}: ${what}\n    ${detail}`);
  return findings.every(({ holds }) => holds);
}

const image = process.env.IMAGE ?? 'azureml-fe-mock:local';
const stack = new Stack(`fe-swarm-${process.pid}`, image, `swarm-${process.pid}`);
const made = await joinSwarm();
try {
  const story = await tellStory(stack);
  process.exitCode = report(assessLoad(requests, story)) ? 0 : 1;
} catch (error) {
  const failures = requests.filter((sent) => sent.error !== null).slice(-5);
  console.error(
    `${error instanceof Error ? error.message : error}\n${JSON.stringify(failures)}\n${await stack.tell()}`,
  );
  process.exitCode = 1;
} finally {
  await stack.remove();
  if (made) await leaveSwarm();
  say('everything is taken down again');
}
