import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RouterChoices } from '../../../gateway/gateway.ts';
import type { EndpointSpec } from '../../../gateway/routing/endpoints.ts';
import type { Profile } from '../../../gateway/routing/profiles.ts';
import { NAME, startTestGateway } from '../../support/gateway.ts';
import { run } from '../../support/tools.ts';
import { type Answer, type Bed, KEY, observedBy, SCORE, type Sending } from './support.ts';

interface Test {
  teardown(fn: () => unknown): void;
  testdir(): string;
}

export interface TlsBedOptions extends RouterChoices {
  profile: Profile;
  endpoints: EndpointSpec[];
}

/** The whole router on a free port, asked by curl, which checks the certificate and the name. */
export async function startTlsBed(t: Test, { profile, endpoints, ...choices }: TlsBedOptions): Promise<Bed> {
  const at = await startTestGateway({ router: { profile, seed: 1, endpoints, ...choices } });
  t.teardown(() => at[Symbol.asyncDispose]());
  const caFile = path.join(t.testdir(), 'ca.pem');
  await writeFile(caFile, at.caPem);
  const { gateway, observations } = at;
  const port = gateway.httpsPort ?? 0;
  return {
    router: gateway.router,
    port,
    observations,
    send: (sending = {}) => curl(port, caFile, sending),
    ...observedBy(observations),
  };
}

async function curl(port: number, caFile: string, sending: Sending): Promise<Answer> {
  const { path: target = SCORE, method = 'POST', key = KEY, headers = {}, body, http10 = false } = sending;
  const fields = { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers };
  const { code, stdout, stderr } = await run(
    'curl',
    [
      ...['--silent', '--show-error', '--include', '--cacert', caFile, '--request', method],
      ...['--resolve', `${NAME}:${port}:127.0.0.1`],
      ...Object.entries(fields).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
      ...(http10 ? ['--http1.0'] : []),
      ...(body === undefined ? [] : ['--data-binary', '@-']),
      `https://${NAME}:${port}${target}`,
    ],
    String(body ?? ''),
  );
  if (code !== 0) throw new Error(`curl ended with ${code}: ${stderr}`);
  return parseAnswer(stdout);
}

/** Reads what `curl --include` prints: head, empty line, body; an interim answer stands before it. */
function parseAnswer(text: string): Answer {
  const at = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, at).split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  if (status < 200) return parseAnswer(text.slice(at + 4));
  const fields = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return { status, headers: Object.fromEntries(fields), body: text.slice(at + 4) };
}
