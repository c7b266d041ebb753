import type { Profile } from './profiles.ts';

/** What the model server said, passed on; a JSON error of the router's own; or a plain text, as v1 has them. */
export type AnswerBody = 'model' | { code: string; message: string } | { text: string };

export interface Answer {
  /** `model` passes the model server's status on. */
  status: number | 'model';
  /** `{endpoint}`, `{deployment}` and `{seconds}` in a text are filled in. */
  body: AnswerBody;
  /** `{modelStatus}` and `{modelReason}` in a value are what the model server answered. */
  headers?: Readonly<Record<string, string>>;
  /** How this row is known: from Microsoft's documentation, from what users reported, or not at all. */
  basis: 'documented' | 'observed' | 'assumed';
  /** The article, thread or reason behind `basis`. */
  source: string;
}

export interface Row {
  /** When the router comes to this decision, as the documentation page says it. */
  when: string;
  answers: Readonly<Record<Profile, Answer>>;
}

/** A row that is the same under each profile. */
export const everywhere = (answer: Answer): Row['answers'] => ({
  kubernetes: answer,
  managed: answer,
  v1: answer,
});
