import type { Answered, Step } from './step.ts';

/** A server that steps are sent to. */
export interface Server {
  url: string;
  token: string;
}

/** Sends all steps, one after the other. A step that is not answered within 30 s fails the run. */
export async function ask(server: Server, steps: readonly Step[]): Promise<Map<string, Answered>> {
  const answers = new Map<string, Answered>();
  const objects = new Map<string, Record<string, unknown>>();
  for (const step of steps) {
    const answer = await send(server, step, (path) => objects.get(path) ?? {});
    answers.set(step.name, answer);
    if (typeof answer.body === 'object' && answer.body !== null) {
      objects.set(step.path, answer.body as Record<string, unknown>);
    }
  }
  return answers;
}

async function send(
  { url, token }: Server,
  step: Step,
  last: (path: string) => Record<string, unknown>,
): Promise<Answered> {
  const body = typeof step.body === 'function' ? step.body(last) : step.body;
  const headers: Record<string, string> = {
    accept: step.accept ?? 'application/json',
    'user-agent': 'field-test/1',
    ...(step.token === 'none' ? {} : { authorization: `Bearer ${step.token === 'wrong' ? 'wrong' : token}` }),
    ...(body === undefined ? {} : { 'content-type': step.contentType ?? 'application/json' }),
  };
  const response = await fetch(url + step.path, {
    method: step.method,
    headers,
    signal: AbortSignal.timeout(30_000),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const warnings = (response.headers.get('warning') ?? '').split(', 299 ').filter((one) => one !== '');
  return {
    status: response.status,
    contentType: (response.headers.get('content-type') ?? '').split(';')[0] ?? '',
    warnings,
    body: parse(text, step),
  };
}

function parse(text: string, step: Step): unknown {
  if (step.path.includes('watch=1')) {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
