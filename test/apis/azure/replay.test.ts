import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { MOCK_IDENTITY } from '../../../apis/azure/targets.ts';
import { type Answer, GROUP, type MockAzure, openMockAzure } from './mock-azure.ts';

/*
 * What real tools sent, recorded once, and what the answers had to have: status, header fields, and the fields of the
 * body with their types. The two extensions are on no registry, so that CI cannot run them.
 */

/** The fields of an answer: names with the word for a type, an object, or a list with the form of its members. */
type Form = 'string' | 'number' | 'boolean' | 'null' | Form[] | { [key: string]: Form };

interface Exchange {
  step: string;
  method: string;
  path: string;
  body?: unknown;
  status: number;
  headers?: string[];
  /** `status` of a long-running operation; after another one than InProgress the tool stopped asking. */
  operation?: string;
  /** Index into the forms. */
  answer?: number;
}

const UUID = /<uuid>$/;
const SUBSCRIPTION = GROUP.split('/resourceGroups')[0] ?? '';

/** Fields that the tools never read, for which the recorded answers had something of their own. */
const UNREAD = new Set(['createdBy', 'etag', 'discoveryUrl', 'mlFlowTrackingUri', 'principalId', 'tenantId']);

for (const name of ['az-login', 'az-k8s-extension', 'az-ml']) {
  t.test(`what ${name} sent is answered with all that it reads`, async (t) => {
    const file = path.join(import.meta.dirname, 'recordings', `${name}.jsonl`);
    const [head, ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
    const { answers: forms } = JSON.parse(head ?? '{}') as { answers: Form[] };
    // Any delay makes the operations real; the client asks until they are over.
    await using azure = await openMockAzure({ operationDelayMs: 1 });
    const player = new Player(azure);
    for (const line of lines) {
      const exchange = JSON.parse(line) as Exchange;
      const answer = await player.play(exchange);
      const where = `${exchange.step}: ${exchange.method} ${exchange.path.split('?')[0]}`;
      t.ok(isSameKind(exchange, answer.status), `${where} has the status ${answer.status}`);
      for (const field of exchange.headers ?? [])
        t.ok(answer.headers[field] !== undefined || hasEnded(answer), `${where}: ${field}`);
      const form = forms[exchange.answer ?? -1];
      if (form !== undefined) t.strictSame(missingIn(answer.body, form, ''), [], `${where} has all fields`);
      if (exchange.operation !== undefined && exchange.operation !== 'InProgress')
        t.equal(answer.body.status, exchange.operation, `${where} ended as recorded`);
    }
  });
}

/** A 201 for what was new then may be a 200 here, and an operation that is over needs no more than that. */
function isSameKind({ method, status }: Exchange, actual: number): boolean {
  return (
    actual === status || (method === 'PUT' && [200, 201].includes(status) && [200, 201].includes(actual))
  );
}

/** An operation that is over by now is not to be asked for again. */
function hasEnded({ body }: Answer): boolean {
  return body?.status === 'Succeeded' || body?.status === 'Failed';
}

/** What a form has and a value does not, as paths. */
function missingIn(value: unknown, form: Form, at: string): string[] {
  if (form === 'null') return [];
  if (typeof form === 'string') return typeof value === form ? [] : [`${at} should be a ${form}`];
  if (Array.isArray(form)) {
    if (!Array.isArray(value)) return [`${at} should be a list`];
    const [member] = form;
    if (member === undefined) return [];
    return value.length === 0
      ? [`${at} is empty`]
      : value.flatMap((each) => missingIn(each, member, `${at}[]`));
  }
  if (typeof value !== 'object' || value === null) return [`${at} should be an object`];
  return Object.entries(form)
    .filter(([key]) => !UNREAD.has(key))
    .flatMap(([key, inner]) => missingIn((value as Record<string, unknown>)[key], inner, `${at}.${key}`));
}

/** Sends recorded requests, with the values of this run where the recording has a placeholder. */
class Player {
  readonly #azure: MockAzure;
  /** Where the last operation is asked for. */
  #operation = '';
  #result = '';

  constructor(azure: MockAzure) {
    this.#azure = azure;
  }

  async play(exchange: Exchange): Promise<Answer> {
    const { method, operation } = exchange;
    const answer = await this.#send(method, this.#fill(exchange.path), exchange.body);
    this.#operation = pathOf(answer.headers['azure-asyncoperation']) ?? this.#operation;
    this.#result = pathOf(answer.headers.location) ?? this.#result;
    if (operation === undefined || operation === 'InProgress' || answer.body.status !== 'InProgress')
      return answer;
    return this.play(exchange);
  }

  #send(method: string, target: string, body: unknown): Promise<Answer> {
    if (target.startsWith('/msi/')) return this.#askIdentity(target);
    if (typeof body === 'string') {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return this.#azure.call(method, target, this.#fill(body), headers);
    }
    const filled = body === undefined ? undefined : JSON.parse(this.#fill(JSON.stringify(body)));
    return this.#azure.call(method, target, filled);
  }

  async #askIdentity(target: string): Promise<Answer> {
    const answer = await fetch(`${this.#azure.api.identityUrl}${target}`, {
      headers: { 'x-identity-header': 'any' },
    });
    return { status: answer.status, headers: {}, body: await answer.json() };
  }

  #fill(text: string): string {
    if (UUID.test(text.split('?')[0] ?? '') && /perations?(Status)?\/<uuid>/.test(text))
      return this.#operation;
    if (/mfeOperationResults\/<uuid>/.test(text)) return this.#result;
    const { certPem, keyPem } = this.#azure.pair;
    const { tenantId, subscriptionId } = MOCK_IDENTITY;
    return text
      .replaceAll('~', `${GROUP}/providers`)
      .replaceAll('^', SUBSCRIPTION)
      .replaceAll('<subscription without dashes>', subscriptionId.replaceAll('-', ''))
      .replaceAll('<tenant>', tenantId)
      .replaceAll('<base64 PEM, 1628 characters>', Buffer.from(certPem).toString('base64'))
      .replaceAll('<base64 PEM, 2272 characters>', Buffer.from(keyPem).toString('base64'))
      .replaceAll('<arm host>', `localhost:${this.#azure.api.port}`)
      .replaceAll(/<(client|secret|redacted|uuid)>/g, 'any');
  }
}

function pathOf(url: string | string[] | undefined): string | null {
  if (typeof url !== 'string') return null;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
