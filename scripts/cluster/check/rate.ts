// Sends verified requests to one address at a rate for some time, on kept connections, and prints one line of JSON.
// A request is sent when it is due, also while those before it are open, up to a limit; its time counts from when it
// was due.
//
//   ADDRESS=10.96.0.1 RATE=2000 SECONDS=120 SCORING_KEY=… SCORING_CA_FILE=… node rate.ts
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { RateResult } from './step.ts';

const { ADDRESS = '', SCORING_KEY = '', SCORING_CA_FILE = '' } = process.env;
const rate = Number(process.env.RATE);
const seconds = Number(process.env.SECONDS);
const BODY = '{"data":[[1,2,3]]}';
const RIGHT_ANSWER = '{"result":[6]}';
const TIMEOUT_MS = 10_000;
const CONNECTIONS = 64;
/** Requests that may be open at once: beyond it the rest of the run is no measurement any more. */
const MOST_OPEN = 10_000;

const agent = new https.Agent({
  ca: readFileSync(SCORING_CA_FILE),
  keepAlive: true,
  maxSockets: CONNECTIONS,
  lookup: (_name, options, found) =>
    options.all === true ? found(null, [{ address: ADDRESS, family: 4 }]) : found(null, ADDRESS, 4),
});
const times: number[] = [];
const errors: Record<string, number> = {};
let open = 0;
let sent = 0;

function fail(error: string): void {
  errors[error] = (errors[error] ?? 0) + 1;
}

function send(due: number): void {
  sent += 1;
  open += 1;
  const request = https.request('https://www.contoso.com/api/v1/endpoint/demo/score', {
    method: 'POST',
    agent,
    timeout: TIMEOUT_MS,
    headers: {
      authorization: `Bearer ${SCORING_KEY}`,
      'content-type': 'application/json',
      'content-length': BODY.length,
    },
  });
  request.on('timeout', () => request.destroy(new Error('no answer in time')));
  request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
  request.on('close', () => {
    open -= 1;
  });
  request.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    response.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    response.on('end', () => {
      if (response.statusCode === 200 && text.replaceAll(' ', '') === RIGHT_ANSWER)
        times.push(performance.now() - due);
      else fail(`${response.statusCode} ${text.slice(0, 100)}`);
    });
  });
  request.end(BODY);
}

const began = performance.now();
for (let due = 0; due < rate * seconds; ) {
  const now = performance.now() - began;
  for (; due < rate * seconds && (due * 1000) / rate <= now; due += 1) {
    if (open >= MOST_OPEN) fail('too many open requests');
    else send(began + (due * 1000) / rate);
  }
  await pause(1);
}
while (open > 0) await pause(10);
const elapsed = (performance.now() - began) / 1000;
times.sort((a, b) => a - b);
const at = (share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
const result: RateResult = {
  sent,
  failed,
  errors,
  seconds: elapsed,
  p50: at(0.5),
  p99: at(0.99),
  max: at(1),
};
console.log(JSON.stringify(result));
agent.destroy();
