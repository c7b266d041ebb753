import { type Static, Type } from '@sinclair/typebox';
import { validatorOf } from '../common/lazy-schemas.ts';
import { closest } from '../common/spelling.ts';
import type { AnswerOverrides } from '../gateway/routing/answer-book.ts';
import { STATUS_TABLE } from '../gateway/routing/status-table.ts';
import { fail } from './errors.ts';
import { readText } from './read-text.ts';

const AnswerChange = Type.Object(
  {
    status: Type.Optional(Type.Integer({ minimum: 200, maximum: 599 })),
    body: Type.Optional(
      Type.Union([
        Type.Object({ code: Type.String(), message: Type.String() }, { additionalProperties: false }),
        Type.Object({ text: Type.String() }, { additionalProperties: false }),
      ]),
    ),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  { additionalProperties: false },
);
const AnswersFile = Type.Record(Type.String(), AnswerChange);

/**
 * Reads `--answers FILE`: by condition of the status table, what is answered instead.
 *
 * @throws MockError FILE_NOT_READABLE, CLI_BAD_OPTION
 */
export async function readAnswers(file: string): Promise<AnswerOverrides> {
  const text = await readText(file);
  const answers = parse(text, file);
  for (const condition of Object.keys(answers)) {
    if (Object.hasOwn(STATUS_TABLE, condition)) continue;
    const near = closest(condition, Object.keys(STATUS_TABLE));
    throw wrong(
      `${file}: ${condition}`,
      `a condition of docs/status-codes.md${near === null ? '' : `, such as ${near}`}`,
    );
  }
  return answers as AnswerOverrides;
}

function parse(text: string, file: string): Static<typeof AnswersFile> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail(
      'CLI_BAD_OPTION',
      { option: '--answers', value: file, expected: 'a file with JSON in it' },
      error,
    );
  }
  const isAnswers = validatorOf<Static<typeof AnswersFile>>(AnswersFile);
  if (isAnswers(value)) return value;
  throw wrong(
    `${file}${isAnswers.errors?.[0]?.instancePath ?? ''}`,
    'an object with status, body ({code, message} or {text}) and headers',
  );
}

const wrong = (value: string, expected: string) =>
  fail('CLI_BAD_OPTION', { option: '--answers', value, expected });
