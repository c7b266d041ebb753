import lessons from 'virtual:lessons';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isDone, type Lesson, type Seen, valuesFor } from '../model/lesson.ts';
import { go, href, route } from '../route.ts';
import { book, facts, revision } from '../stream.ts';
import { announce } from '../ui/announce.tsx';
import { remembered, useKeys } from '../ui/hooks.ts';
import { openedMessages } from './ladder.tsx';
import { chosen, StepView } from './lesson-step.tsx';
import { captures } from './wire.tsx';

/** How far a reader is in a lesson. Numbers of observations count within one run of the harness. */
interface Progress {
  run: string;
  lessonSince: number;
  stepSince: number;
  step: number;
  done: number[];
}

const kept = remembered<Record<string, Progress>>('lessons', {});
const progress = signal(kept.read());
const keptStudent = remembered<number | null>('student', null);
/** A number of one's own where several people share a harness; null for a person alone. */
const student = signal(keptStudent.read());

function keep(name: string, next: Progress): void {
  progress.value = { ...progress.value, [name]: next };
  kept.write(progress.value);
}

/** Where the clients of a student come from: a loopback address each. */
const sourceOf = (number: number | null): string | null => (number === null ? null : `127.0.1.${number}`);

export function Lessons() {
  const [, name, step, mode] = route.value;
  const lesson = lessons.find((each) => each.name === name);
  if (lesson === undefined) return <Overview />;
  const at = Math.max(1, Math.min(lesson.steps.length, Number(step ?? 1) || 1));
  return <LessonView lesson={lesson} at={at} present={mode === 'present'} />;
}

function Overview() {
  return (
    <div class="sheet">
      <h1>Lessons</h1>
      <p class="lead">
        Each step is ticked off when it is seen on the wire of this harness. Nothing leaves this machine, and
        the progress stays in this browser.
      </p>
      <Student />
      <ul class="lessons">
        {lessons.map(({ name, title, about, minutes, steps }) => {
          const done = progress.value[name]?.done.length ?? 0;
          return (
            <li key={name} class="card">
              <h2>
                <a href={href('lessons', name, Math.min(done + 1, steps.length))}>{title}</a>
              </h2>
              <p>{about}</p>
              <p class="quiet">
                {steps.length} steps, about {minutes} min.{' '}
                {done === steps.length ? 'Done.' : done > 0 ? `${done} done.` : ''}
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Student() {
  const set = (value: number | null): void => {
    student.value = value;
    keptStudent.write(value);
  };
  return (
    <p class="student">
      <label>
        <input
          type="checkbox"
          checked={student.value !== null}
          onChange={({ currentTarget }) =>
            set(currentTarget.checked ? 2 + Math.floor(Math.random() * 250) : null)
          }
        />{' '}
        Several people share this harness
      </label>
      {student.value === null ? null : (
        <label>
          , and I am number{' '}
          <input
            type="number"
            min={2}
            max={254}
            value={student.value}
            onChange={({ currentTarget }) =>
              set(Math.max(2, Math.min(254, Number(currentTarget.value) || 2)))
            }
          />
          . My commands come from <code>{sourceOf(student.value)}</code>, and only they count (Linux).
        </label>
      )}
    </p>
  );
}

function LessonView({ lesson, at, present }: { lesson: Lesson; at: number; present: boolean }) {
  revision.value;
  const known = facts.value;
  const step = lesson.steps[at - 1];
  const mine = progress.value[lesson.name];
  const from = sourceOf(student.value);
  const values = known === null ? {} : valuesFor(known, from);
  useEffect(() => {
    if (known === null) return;
    const sameRun = mine?.run === known.run;
    if (sameRun && mine.step === at) return;
    // What happened before the page was opened may still be on its way here.
    const now = Math.max(book.last, known.last);
    keep(lesson.name, {
      run: known.run,
      lessonSince: sameRun ? mine.lessonSince : now,
      stepSince: now,
      step: at,
      done: mine?.done ?? [],
    });
    openedMessages.clear();
    captures.value = null;
  }, [known, mine, lesson.name, at]);
  const done = mine?.done.includes(at) === true;
  const answer = chosen.value[`${lesson.name} ${at}`] ?? null;
  const captured = captures.value !== null;
  useEffect(() => {
    if (step === undefined || known === null || mine === undefined || done) return;
    if (mine.run !== known.run || mine.step !== at) return;
    const seen: Seen = {
      visits: book.visits,
      stepSince: mine.stepSince,
      lessonSince: mine.lessonSince,
      opened: openedMessages,
      chosen: answer,
      captured,
      from,
      values,
    };
    if (!isDone(step, seen)) return;
    announce(`Step ${at} is done: ${step.title}.`);
    keep(lesson.name, { ...mine, done: [...mine.done, at] });
  });
  const to = (number: number): string =>
    href('lessons', lesson.name, number, ...(present ? ['present'] : []));
  const move = (number: number): boolean => {
    if (number < 1 || number > lesson.steps.length) return false;
    go(to(number));
    return true;
  };
  useKeys([
    { key: 'ArrowRight', does: 'next step', act: () => move(at + 1) },
    { key: 'ArrowLeft', does: 'step before', act: () => move(at - 1) },
    {
      key: 'f',
      does: 'presenter view',
      act: () => go(href('lessons', lesson.name, at, ...(present ? [] : ['present']))),
    },
    { key: 'Escape', does: 'all lessons', act: () => go(href('lessons')) },
  ]);
  if (step === undefined) return null;
  return (
    <div class={`sheet lesson ${present ? 'present' : ''}`}>
      <p class="crumbs">
        <a href={href('lessons')}>Lessons</a>
      </p>
      <h1>{lesson.title}</h1>
      <ol class="dots" aria-label="Steps">
        {lesson.steps.map(({ title }, index) => (
          <li key={title}>
            <a
              href={to(index + 1)}
              class={mine?.done.includes(index + 1) ? 'done' : ''}
              aria-current={index + 1 === at ? 'step' : undefined}
              title={title}
            >
              {mine?.done.includes(index + 1) ? <span aria-hidden="true">✓</span> : index + 1}
              <span class="for-readers">
                {title}
                {mine?.done.includes(index + 1) ? ', done' : ''}
              </span>
            </a>
          </li>
        ))}
      </ol>
      <StepView step={step} values={values} answerKey={`${lesson.name} ${at}`} done={done} />
      <p class="actions">
        {at > 1 ? <a href={to(at - 1)}>Step before</a> : null}
        {at < lesson.steps.length ? (
          <a class={`button ${done ? 'primary' : ''}`} href={to(at + 1)}>
            Next step
          </a>
        ) : done ? (
          <a class="button primary" href={href('lessons')}>
            All lessons
          </a>
        ) : null}
        <a href={href('lessons', lesson.name, at, ...(present ? [] : ['present']))}>
          {present ? 'Leave the presenter view' : 'Presenter view'}
        </a>
      </p>
    </div>
  );
}
