/** One scenario of the catalogue as it is listed. */
export interface ScenarioSummary {
  /** Stable for ever. */
  name: string;
  /** Other names that are understood, those of badssl.com among them. */
  aliases: string[];
  /** What is wrong, in a line. */
  title: string;
  /** What it is about: `identity`, `validity`, `dns`, … */
  group: string;
  /** `critical`, `high`, `medium` or `low`. */
  importance: string;
  /** What a right client does: `accept`, `reject`, or `advise` where clients may differ. */
  expectation: string;
  /** How it happens in practice, and what to do about it. */
  lesson: string;
  /** Whether it says something about a client; false where it is about settings, or about the reference client alone. */
  forClients: boolean;
}

const RIGHT_CLIENT: Readonly<Record<string, string>> = {
  accept: 'a right client scores',
  reject: 'a right client refuses',
  advise: 'right clients differ here',
};

/** A scenario in one line: its name, what is wrong, and what a right client does. */
export function describeScenario({ name, title, expectation }: ScenarioSummary): string {
  return `${name} – ${title}; ${RIGHT_CLIENT[expectation] ?? `a right client: ${expectation}`}.`;
}
