import { type OutgoingHttpHeader, type ServerResponse, STATUS_CODES } from 'node:http';
import { fillTemplate } from '../../common/texts.ts';
import { pushIds } from '../http/headers.ts';
import type { RequestIds } from '../http/ids.ts';
import { PROFILE_TRAITS, type Profile } from './profiles.ts';
import type { Answer } from './status-row.ts';
import { type Condition, STATUS_TABLE } from './status-table.ts';

/** Replaces parts of the status table, for those who know better what the real router answers. */
export type AnswerOverrides = Partial<
  Record<Condition, Partial<Pick<Answer, 'status' | 'body' | 'headers'>>>
>;

/** What the placeholders in an answer stand for. */
export type AnswerValues = {
  endpoint?: string;
  deployment?: string;
  seconds?: number;
  allow?: string;
  limit?: number;
  modelStatus?: number;
  modelReason?: string;
};

/** The status table of one profile, ready to answer from. */
export class AnswerBook {
  readonly profile: Profile;
  /** Names of the fields that the profile sends itself, whatever the model server sends. */
  readonly ownFields: ReadonlySet<string>;
  readonly #profileFields: string[];
  readonly #answers = new Map<Condition, Answer>();

  constructor(profile: Profile, overrides: AnswerOverrides = {}) {
    this.profile = profile;
    const { responseHeaders } = PROFILE_TRAITS[profile];
    this.ownFields = new Set(Object.keys(responseHeaders));
    this.#profileFields = Object.entries(responseHeaders).flat();
    for (const condition of Object.keys(STATUS_TABLE) as Condition[]) {
      const answer: Answer = STATUS_TABLE[condition].answers[profile];
      this.#answers.set(condition, { ...answer, ...overrides[condition] });
    }
  }

  /** The row of a condition. */
  answerTo(condition: Condition): Answer {
    const answer = this.#answers.get(condition);
    if (answer === undefined) throw new Error(`The status table has no row "${condition}".`);
    return answer;
  }

  /** Adds what the profile and the row send beside the model server's own fields. */
  pushOwnFields(fields: string[], answer: Answer, values: AnswerValues): void {
    if (this.#profileFields.length > 0) fields.push(...this.#profileFields);
    for (const name in answer.headers) fields.push(name, fillTemplate(answer.headers[name] ?? '', values));
  }

  /** Answers with the router's own words. The body of the request need not have been read. */
  write(response: ServerResponse, condition: Condition, ids: RequestIds, values: AnswerValues): number {
    const answer = this.answerTo(condition);
    const status = answer.status === 'model' ? 502 : answer.status;
    const { contentType, text } = render(answer, status, values);
    const body = Buffer.from(text);
    const fields: string[] = ['content-type', contentType, 'content-length', String(body.length)];
    this.pushOwnFields(fields, answer, values);
    pushIds(fields, ids);
    response.writeHead(status, fields as OutgoingHttpHeader[]);
    response.end(body);
    return body.length;
  }
}

function render(answer: Answer, status: number, values: AnswerValues): { contentType: string; text: string } {
  if (answer.body === 'model')
    return { contentType: 'text/plain; charset=utf-8', text: STATUS_CODES[status] ?? '' };
  if ('text' in answer.body) {
    return { contentType: 'text/plain; charset=utf-8', text: fillTemplate(answer.body.text, values) };
  }
  const { code, message } = answer.body;
  return {
    contentType: 'application/json',
    text: JSON.stringify({ error: { code, message: fillTemplate(message, values) } }),
  };
}
