import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse, stringify } from 'yaml';

/** `docs/error-texts.yaml`: what clients printed, as `npm run field-test:errors` has seen it. */
export interface ErrorTexts {
  clients: PrintingClient[];
  texts: ErrorText[];
}

export interface PrintingClient {
  name: string;
  title: string;
  version: string;
  /** As a person would type it, from the root of a checkout. */
  command: string;
}

export interface ErrorText {
  /** One line, exact but for `…`, which stands for what differs from run to run. */
  text: string;
  /** Names of scenarios by the name of the client. */
  seen: Record<string, string[]>;
}

const FILE = 'docs/error-texts.yaml';

const HEAD = `# What clients print when they cannot score, exact but for "…", which stands for what differs from run to run.
# Written by "npm run field-test:errors"; do not edit. "npm run generate" makes docs/errors-clients-print.md of it.
`;

export async function readErrorTexts(root: string): Promise<ErrorTexts> {
  const found: ErrorTexts | null = parse(await readFile(path.join(root, FILE), 'utf8'));
  return found ?? { clients: [], texts: [] };
}

/** The text of the file. Pure. */
export function errorTextsYaml({ clients, texts }: ErrorTexts): string {
  const flow = stringify({ clients, texts }, { lineWidth: 0 });
  return `${HEAD}${flow}`;
}

/** What a client printed, by scenario. */
export interface Printed {
  client: PrintingClient;
  texts: ReadonlyMap<string, readonly string[]>;
}

/**
 * The data with what one client printed in place of what it printed before. Pure.
 *
 * @param order names of the clients in the order of the file
 */
export function withPrinted(
  data: ErrorTexts,
  { client, texts }: Printed,
  order: readonly string[],
): ErrorTexts {
  const seenBy = new Map<string, Record<string, string[]>>();
  for (const { text, seen } of data.texts) {
    const { [client.name]: _, ...others } = seen;
    seenBy.set(text, others);
  }
  for (const [scenario, lines] of texts) {
    for (const text of lines) {
      const seen = seenBy.get(text) ?? {};
      seen[client.name] = [...(seen[client.name] ?? []), scenario];
      seenBy.set(text, seen);
    }
  }
  const inOrder = (a: string, b: string): number => order.indexOf(a) - order.indexOf(b);
  return {
    clients: [...data.clients.filter(({ name }) => name !== client.name), client].toSorted((a, b) =>
      inOrder(a.name, b.name),
    ),
    texts: [...seenBy]
      .filter(([, seen]) => Object.keys(seen).length > 0)
      .map(([text, seen]) => ({
        text,
        seen: Object.fromEntries(Object.entries(seen).toSorted(([a], [b]) => inOrder(a, b))),
      }))
      .toSorted((a, b) => (a.text < b.text ? -1 : 1)),
  };
}
