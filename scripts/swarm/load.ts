// Runs in a container on the stack's network, with this folder mounted and nothing else of the checkout; or in the
// network namespace of a cluster's node. Asks all the routers, half of the time on connections that it keeps, and
// writes a line of JSON for each request, until its stdin ends.
//
// ROUTERS is the name that all routers have, or the one address of a Service.
import { randomInt } from 'node:crypto';
import { resolve4 } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import type { SentRequest } from './load-log.ts';

const { SCORING_KEY = '', SCORING_CA_FILE = '', ROUTERS = '' } = process.env;
const WORKERS = Number(process.env.WORKERS ?? 8);
const PAUSE_MS = 20;
const TIMEOUT_MS = 10_000;
const BODY = '{"data":[[1,2,3]]}';
const RIGHT_ANSWER = '{"result":[6]}';

const ca = readFileSync(SCORING_CA_FILE);
let going = true;
process.stdin.resume().once('end', () => {
  going = false;
});

/**
 * The routers' own addresses in random order. The connection goes to the first that takes it, as it does in any client
 * that is given several addresses.
 */
const lookup: LookupFunction = (_name, _options, found) => {
  const resolved = isIP(ROUTERS) === 0 ? resolve4(ROUTERS) : Promise.resolve([ROUTERS]);
  resolved.then(
    (addresses) => {
      const list = addresses.map((address) => ({ address, family: 4, order: randomInt(2 ** 32) }));
      list.sort((a, b) => a.order - b.order);
      found(null, list);
    },
    (error: NodeJS.ErrnoException) => found(error, []),
  );
};

async function work(agent: https.Agent): Promise<void> {
  while (going) {
    process.stdout.write(`${JSON.stringify(await ask(agent))}\n`);
    await pause(PAUSE_MS);
  }
}

function ask(agent: https.Agent): Promise<SentRequest> {
  const sent: SentRequest = {
    startedAt: Date.now(),
    endedAt: 0,
    address: null,
    connection: null,
    fingerprint: null,
    error: null,
  };
  return new Promise((resolve) => {
    const end = (error: string | null): void => {
      resolve({ ...sent, endedAt: Date.now(), error });
    };
    const request = https.request('https://www.contoso.com/api/v1/endpoint/demo/score', {
      method: 'POST',
      agent,
      timeout: TIMEOUT_MS,
      headers: { authorization: `Bearer ${SCORING_KEY}`, 'content-type': 'application/json' },
    });
    request.on('socket', (socket) => note(sent, socket as TLSSocket));
    request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    request.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
      response.on('end', () => {
        const right = response.statusCode === 200 && text.replaceAll(' ', '') === RIGHT_ANSWER;
        end(right ? null : `${response.statusCode} ${text.slice(0, 200)}`);
      });
    });
    request.end(BODY);
  });
}

/** Each connection by a number, with what it was opened with. */
const opened = new WeakMap<TLSSocket, Pick<SentRequest, 'address' | 'connection' | 'fingerprint'>>();
let connections = 0;

/** Who is at the other end, as soon as that is known. */
function note(sent: SentRequest, socket: TLSSocket): void {
  const known = opened.get(socket);
  if (known !== undefined) {
    Object.assign(sent, known);
    return;
  }
  socket.once('connect', () => {
    connections += 1;
    sent.connection = connections;
    sent.address = socket.remoteAddress ?? null;
  });
  socket.once('secureConnect', () => {
    sent.fingerprint = socket.getPeerX509Certificate()?.fingerprint256 ?? null;
    const { address, connection, fingerprint } = sent;
    opened.set(socket, { address, connection, fingerprint });
  });
}

// No resumed sessions: the server shows no certificate in those.
const shared = {
  ca,
  lookup,
  maxCachedSessions: 0,
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: 1000,
};
await Promise.all(
  Array.from({ length: WORKERS }, (_, index) =>
    work(new https.Agent({ ...shared, keepAlive: index % 2 === 0, maxSockets: 1 })),
  ),
);
