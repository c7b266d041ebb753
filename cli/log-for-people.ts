import { styleText } from 'node:util';
import { wrapText } from '../common/wrap-text.ts';
import { columnsOf } from './terminal-width.ts';

interface LogLine {
  level: number;
  time: number;
  msg: string;
  fields: Record<string, unknown>;
}

interface Page {
  columns: number;
  /** Colours a word where the stream may have colour. */
  paint(style: 'dim' | 'yellow' | 'red' | 'green', text: string): string;
}

const INDENT = ' '.repeat(9);

/** A destination for pino that writes its JSON lines as sentences, for a person who looks at a terminal. */
export const logForPeople = {
  write(json: string): void {
    const { level, time, msg, pid: _pid, hostname: _hostname, ...fields } = JSON.parse(json);
    const stderr = { stream: process.stderr };
    const page: Page = {
      columns: columnsOf(process.stderr),
      paint: (style, text) => styleText(style, text, stderr),
    };
    process.stderr.write(`${formatLogLine({ level, time, msg, fields }, page).join('\n')}\n`);
  },
};

/** A log entry as lines that fit the page: the time, what happened, and the fields that say more. Pure. */
export function formatLogLine({ level, time, msg, fields }: LogLine, { columns, paint }: Page): string[] {
  const clock = paint('dim', new Date(time).toISOString().slice(11, 19));
  const severity = level >= 50 ? paint('red', 'error: ') : level >= 40 ? paint('yellow', 'warning: ') : '';
  const text = level < 30 ? paint('dim', sentence(msg, fields)) : sentence(msg, fields);
  return wrapText(`${clock} ${severity}${text}`, columns, INDENT);
}

function sentence(msg: string, fields: Record<string, unknown>): string {
  if (msg === 'scoring request') return scoring(fields);
  // A scenario's message has its name already.
  const { scenario: _scenario, ...rest } = fields;
  const more = Object.entries(msg.startsWith('Scenario: ') ? rest : fields)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`);
  return [msg, ...more].join(' ');
}

function scoring({
  status,
  decision,
  deployment,
  durationMs,
  outcome,
  requestId,
}: Record<string, unknown>): string {
  return [
    `${status ?? 'no answer'} ${decision}`,
    ...(deployment === null || deployment === undefined ? [] : [`by ${deployment}`]),
    `in ${Math.round(Number(durationMs))} ms`,
    ...(outcome === 'complete' ? [] : [String(outcome)]),
    `id ${requestId}`,
  ].join(', ');
}
