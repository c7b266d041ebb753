import type { Outcome } from '../model/outcome.ts';

const MARKS: Readonly<Record<Outcome['tone'], string>> = {
  good: '✓',
  bad: '✕',
  warn: '!',
  open: '…',
  plain: '·',
};

/** How something ended: a mark of its own shape, words, and the term of the RFC. `short` leaves the explanation out. */
export function OutcomeMark({ outcome, short = false }: { outcome: Outcome; short?: boolean }) {
  const words = short && outcome.term !== null ? outcome.words.replace(/: .*/, '') : outcome.words;
  return (
    <span class={`outcome ${outcome.tone}`}>
      <span class="mark" aria-hidden="true">
        {MARKS[outcome.tone]}
      </span>
      <span class="words">
        {words}
        {outcome.term === null ? null : <code>{outcome.term}</code>}
      </span>
    </span>
  );
}
