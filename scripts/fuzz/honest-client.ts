import dgram from 'node:dgram';
import { once } from 'node:events';
import https from 'node:https';
import type { RouterProcess } from './router-process.ts';

const EVERY_MS = 100;
/** Beyond this an answer counts as a miss. */
export const IN_TIME_MS = 100;
/** Beyond this there is no answer. */
const GIVEN_UP_MS = 10_000;
/** What the embedded model is asked. */
const BODY = '{"data":[[1,2,3]]}';

export interface HonestCount {
  asked: number;
  /** Right answers that took more than 100 ms. */
  misses: number;
  /** Times of right answers, ms. */
  times: number[];
  /** The first wrong answer as a sentence. */
  wrong: string | null;
}

/** Asks every 100 ms what a well-behaved client asks, on a connection of its own each time, and counts. */
export class HonestClient {
  readonly count: HonestCount = { asked: 0, misses: 0, times: [], wrong: null };
  readonly #router: RouterProcess;
  readonly #scores: boolean;
  readonly #pending = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;

  /** @param scores false where the inputs may switch the router off by right: then DNS and the control API are asked */
  constructor(router: RouterProcess, scores: boolean) {
    this.#router = router;
    this.#scores = scores;
    this.#timer = setInterval(() => {
      const asking = this.ask().finally(() => this.#pending.delete(asking));
      this.#pending.add(asking);
    }, EVERY_MS);
  }

  async ask(): Promise<void> {
    const { count } = this;
    const question = count.asked % 2 === 0 ? 'DNS' : this.#scores ? 'a score' : 'the control API';
    count.asked += 1;
    const started = performance.now();
    try {
      await (question === 'DNS'
        ? askDns(this.#router)
        : this.#scores
          ? score(this.#router)
          : askControl(this.#router));
      const ms = performance.now() - started;
      count.times.push(ms);
      if (ms > IN_TIME_MS) count.misses += 1;
    } catch (error) {
      count.wrong ??= `an honest client asked for ${question}: ${error instanceof Error ? error.message : error}`;
    }
  }

  /** Stops asking and waits for the last answers. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#pending);
  }
}

async function score({ ready, ca }: RouterProcess): Promise<void> {
  const { hostname, port } = new URL(ready.httpsUrl ?? 'https://127.0.0.1');
  const request = https.request({
    ...{ host: hostname, port, servername: ready.fqdn, ca, agent: false, method: 'POST' },
    path: '/api/v1/endpoint/demo/score',
    headers: { host: ready.fqdn, authorization: `Bearer ${ready.key}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(GIVEN_UP_MS),
  });
  request.end(BODY);
  const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
  response.resume();
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  await once(response, 'end');
}

async function askDns({ ready }: RouterProcess): Promise<void> {
  const socket = dgram.createSocket('udp4');
  try {
    const name = ready.fqdn.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]);
    socket.send(
      Buffer.from([7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...name, 0, 0, 1, 0, 1]),
      ready.dns.port,
      ready.dns.address,
    );
    const [answer] = (await once(socket, 'message', { signal: AbortSignal.timeout(GIVEN_UP_MS) })) as [
      Buffer,
    ];
    const [rcode, answers] = [answer.readUInt16BE(2) & 15, answer.readUInt16BE(6)];
    if (rcode !== 0 || answers < 1) throw new Error(`response code ${rcode} with ${answers} answers`);
  } finally {
    socket.close();
  }
}

async function askControl({ ready }: RouterProcess): Promise<void> {
  const response = await fetch(`${ready.controlUrl}/dns/records`, {
    signal: AbortSignal.timeout(GIVEN_UP_MS),
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`status ${response.status}`);
}
