/** What the control API refused, with its hint. */
export class Refused extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/**
 * Calls the control API of this page's own origin.
 *
 * @throws Refused with the sentence and the hint of the problem document (RFC 9457)
 */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  }).catch(() => {
    throw new Refused('The harness does not answer.', 'Start it again; the page connects by itself.');
  });
  const type = response.headers.get('content-type') ?? '';
  const answer: unknown = type.includes('json') ? await response.json() : await response.text();
  if (response.ok) return answer as T;
  const problem = answer as { detail?: string; title?: string; remedy?: string; hint?: string };
  throw new Refused(
    problem.detail ?? problem.title ?? `${method} ${path} answered ${response.status}.`,
    problem.remedy ?? problem.hint ?? '',
  );
}

export const get = <T>(path: string): Promise<T> => call<T>('GET', path);
