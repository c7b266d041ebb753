import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MockError } from '../../common/errors.ts';
import { parsePairs } from '../../extension/settings.ts';
import { readEndpointYaml } from '../../gateway/routing/yaml.ts';
import { complaintIn } from './complaint.ts';
import { clientHello } from './generators/client-hello.ts';
import { configPairs } from './generators/config-pairs.ts';
import { control } from './generators/control.ts';
import { dns } from './generators/dns.ts';
import { dnsUpdate } from './generators/dns-update.ts';
import { endpointYaml } from './generators/endpoint-yaml.ts';
import { http } from './generators/http.ts';
import { kubernetes } from './generators/kubernetes.ts';
import { secret } from './generators/secret.ts';
import type { Generator, Input } from './input.ts';
import { ROOT, type RouterProcess } from './router-process.ts';
import { ask, sendControl, sendDns, sendHttp, sendKubernetes, sendRaw, sendSecret } from './send.ts';

/** A generator and the way its inputs take. */
export interface Target {
  generator: Generator;
  /** @returns a sentence about a wrong answer; null where there is none to see here */
  // biome-ignore lint/suspicious/noConfusingVoidType: senders that see no answer give nothing
  send(router: RouterProcess, input: Input): Promise<string | null | void>;
  /** False where the inputs may switch the router off by right. */
  scores: boolean;
  /** How many inputs are under way at a time. */
  atOnce: number;
}

export const TARGETS: readonly Target[] = [
  { generator: clientHello, send: sendRaw, scores: true, atOnce: 8 },
  { generator: http, send: sendHttp, scores: true, atOnce: 8 },
  { generator: dns, send: sendDns, scores: true, atOnce: 8 },
  { generator: dnsUpdate, send: sendDns, scores: true, atOnce: 4 },
  { generator: secret, send: sendSecret, scores: true, atOnce: 1 },
  { generator: control, send: sendControl, scores: true, atOnce: 4 },
  { generator: endpointYaml, send: sendYaml, scores: true, atOnce: 2 },
  { generator: configPairs, send: sendPairs, scores: false, atOnce: 2 },
  { generator: kubernetes, send: sendKubernetes, scores: true, atOnce: 4 },
];

/** Pairs as `k8s-extension update` takes them: read as the command reads them, then sent to the router. */
async function sendPairs(router: RouterProcess, input: Input): Promise<string | null> {
  const words = input.map(String);
  const plain = words.filter((word) => !word.startsWith('!'));
  const hidden = words.filter((word) => word.startsWith('!')).map((word) => word.slice(1));
  try {
    const [config, configProtected] = [parsePairs(plain), parsePairs(hidden, '--config-protected')];
    return await ask(router, 'PUT', '/extension', Buffer.from(JSON.stringify({ config, configProtected })));
  } catch (error) {
    return error instanceof MockError ? null : `parsePairs threw ${error}`;
  }
}

/** One file in so many is also given to a `start` of its own, which takes a second or more. */
const STARTED_ONE_IN = 50;
const START_MS = 30_000;

/** A file as `start --endpoint` takes it: read as the command reads it, and some given to the command itself. */
async function sendYaml(router: RouterProcess, [bytes = Buffer.alloc(0)]: Input): Promise<string | null> {
  let accepted = true;
  try {
    readEndpointYaml(bytes.toString(), 'endpoint.yml');
  } catch (error) {
    accepted = false;
    if (!(error instanceof MockError)) return `readEndpointYaml threw ${error}`;
    const complaint = complaintIn(error.message, 'the message of an error');
    if (complaint !== null) return complaint;
  }
  // The sum of the bytes decides, so that a replay does the same. What is accepted would serve until it is stopped.
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return accepted || sum % STARTED_ONE_IN !== 0 ? null : startWith(router, bytes);
}

async function startWith(router: RouterProcess, bytes: Buffer): Promise<string | null> {
  const file = path.join(router.folder, `endpoint-${process.hrtime.bigint()}.yml`);
  await writeFile(file, bytes);
  const args = ['start', '--endpoint', file, '--state', path.join(router.folder, 'state')];
  const ports = ['https', 'http', 'control', 'dns'].flatMap((name) => [`--${name}-port`, '0']);
  const { status, output } = await new Promise<{ status: unknown; output: string }>((resolve) => {
    const command = [path.join(ROOT, 'bin/azureml-fe-mock.js'), ...args, ...ports];
    execFile(process.execPath, command, { timeout: START_MS }, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, output: stdout + stderr }),
    );
  });
  await rm(file, { force: true });
  if (status !== 2) return `start --endpoint ended with ${status} and not with 2: ${output.slice(0, 500)}`;
  return complaintIn(output, 'the output of start --endpoint');
}
