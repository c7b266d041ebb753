import { signal } from '@preact/signals';
import { call } from '../api.ts';
import { fill, type LessonStep } from '../model/lesson.ts';
import { href } from '../route.ts';
import { attempt } from '../ui/announce.tsx';
import { Command } from '../ui/copy.tsx';
import { ScoringKey } from './scenarios.tsx';

/** Answers that were chosen, by lesson and step. */
export const chosen = signal<Record<string, string>>({});

interface StepProps {
  step: LessonStep;
  values: Readonly<Record<string, string>>;
  answerKey: string;
  done: boolean;
}

/** What a step says, and what there is to type, to click or to answer. */
export function StepView({ step, values, answerKey, done }: StepProps) {
  const { title, text, command, action, go: view, choose, hint } = step;
  return (
    <section class={`card step-card ${done ? 'done' : ''}`} aria-labelledby="step-title">
      <h2 id="step-title">{title}</h2>
      {fill(text, values)
        .trim()
        .split(/\n\s*\n/)
        .map((paragraph) => (
          <p key={paragraph}>{inline(paragraph)}</p>
        ))}
      {action === undefined ? null : (
        <p class="actions">
          <button type="button" class="primary" onClick={() => void act(action, values)}>
            {action.button}
          </button>
        </p>
      )}
      {command === undefined ? null : <Command text={fill(command, values).trim()} label="bash" />}
      {command?.includes('{request}') || command?.includes('.py') ? <ScoringKey /> : null}
      {view === undefined ? null : (
        <p class="actions">
          <a class="button" href={href(...view.to.split('/').filter(Boolean))}>
            {view.words}
          </a>
        </p>
      )}
      {choose === undefined ? null : <Question choose={choose} answerKey={answerKey} />}
      <p class={`seen ${done ? 'done' : ''}`} role="status">
        <span aria-hidden="true">{done ? '✓' : '○'}</span>{' '}
        {done
          ? 'Seen. This step is done.'
          : choose === undefined
            ? 'Waiting to see it on the wire …'
            : 'Waiting for your answer …'}
      </p>
      {done ? null : (
        <details>
          <summary>A hint</summary>
          <p>{inline(fill(hint, values))}</p>
        </details>
      )}
    </section>
  );
}

function Question({ choose, answerKey }: { choose: NonNullable<LessonStep['choose']>; answerKey: string }) {
  const answer = chosen.value[answerKey];
  return (
    <fieldset>
      <legend>{choose.question}</legend>
      {choose.options.map((option) => (
        <label key={option}>
          <input
            type="radio"
            name={answerKey}
            checked={answer === option}
            onChange={() => {
              chosen.value = { ...chosen.value, [answerKey]: option };
            }}
          />{' '}
          {option}
        </label>
      ))}
      {answer === undefined || answer === choose.right ? null : (
        <p role="status">Not this one. Look again.</p>
      )}
    </fieldset>
  );
}

/** Does what a step's button says, with this run's values filled in. */
async function act(
  { method, path, body }: NonNullable<LessonStep['action']>,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const filled = body === undefined ? undefined : JSON.parse(fill(JSON.stringify(body), values));
  await attempt(() => call(method, fill(path, values), filled));
}

/** A text with its `code` set as code. */
function inline(text: string) {
  return text.split('`').map((piece, index) => (index % 2 === 1 ? <code key={index}>{piece}</code> : piece));
}
