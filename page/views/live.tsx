import { signal } from '@preact/signals';
import { clientOf, outcomeOf, versionsOf } from '../model/outcome.ts';
import type { Visit } from '../model/visit-book.ts';
import { go, href, route } from '../route.ts';
import { book, clearVisits, connected, facts, paused, revision, togglePause, waiting } from '../stream.ts';
import { Command } from '../ui/copy.tsx';
import { useKeys } from '../ui/hooks.ts';
import { OutcomeMark } from '../ui/outcome-mark.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { addressOf, clock } from './address.ts';
import { tryLines } from './try-lines.ts';
import { VisitView } from './visit.tsx';

const filter = signal('');
/** Width of the list in per cent. */
const width = signal(42);

function resize(by: number): void {
  width.value = Math.max(20, Math.min(70, width.value + by));
}

/** The visit that the address names. */
function selectedVisit(): Visit | undefined {
  const [kind, number] = route.value;
  if (kind === 'connection') return book.ofConnection(Number(number));
  return kind === 'dns' || kind === 'change'
    ? book.find(`${kind[0] === 'd' ? 'd' : 'n'}${number}`)
    : undefined;
}

/** Everything of a visit that a filter looks at, in small letters. */
function textOf(visit: Visit): string {
  const { words, term } = outcomeOf(visit);
  return [visit.id, visit.name, visit.client, clientOf(visit), versionsOf(visit), words, term, visit.scenario]
    .join(' ')
    .toLowerCase();
}

/** The list of visits, newest first, with the one that was chosen beside it. */
export function Live() {
  revision.value;
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const visits = book.visits
    .filter((visit) => words.length === 0 || words.every((word) => textOf(visit).includes(word)))
    .reverse();
  const selected = selectedVisit();
  const at = selected === undefined ? -1 : visits.indexOf(selected);
  const move = (to: number): boolean => {
    const next = visits[Math.max(0, Math.min(visits.length - 1, to))];
    if (next === undefined) return false;
    go(addressOf(next), true);
    return true;
  };
  useKeys([
    { key: 'j', does: 'next visit', act: () => move(at + 1) },
    { key: 'k', does: 'visit before', act: () => move(at - 1) },
    { key: 'ArrowDown', does: 'next visit', act: () => move(at + 1) },
    { key: 'ArrowUp', does: 'visit before', act: () => move(at - 1) },
    { key: 'Home', does: 'newest visit', act: () => move(0) },
    { key: 'End', does: 'oldest visit', act: () => move(visits.length - 1) },
    { key: '/', does: 'filter', act: () => document.getElementById('filter')?.focus() },
    { key: ' ', does: 'pause, go on', act: togglePause },
    { key: '+', does: 'wider list', act: () => resize(5) },
    { key: '-', does: 'narrower list', act: () => resize(-5) },
    ...(selected === undefined ? [] : [{ key: 'Escape', does: 'back to the list', act: () => go(href()) }]),
  ]);
  return (
    <div
      class={`split ${selected === undefined ? 'alone' : 'with-pane'}`}
      style={{ '--list': `${width.value}%` }}
    >
      <h1 class="for-readers">Live</h1>
      <section class="list" aria-label="Visits">
        <div class="tools">
          <input
            id="filter"
            type="search"
            placeholder="Filter by name, outcome, client"
            aria-label="Filter visits"
            value={filter.value}
            onInput={({ currentTarget }) => {
              filter.value = currentTarget.value;
            }}
          />
          <button type="button" aria-pressed={paused.value} onClick={togglePause}>
            {paused.value ? `Go on (${waiting.value})` : 'Pause'}
          </button>
          <button type="button" onClick={clearVisits}>
            Clear
          </button>
        </div>
        {visits.every(isStart) ? (
          <Empty filtered={words.length > 0} />
        ) : (
          <VirtualList
            items={visits}
            keyOf={({ id }) => id}
            selected={at}
            label={`${visits.length} visits, newest first`}
            row={(visit) => (
              <Row visit={visit} current={visit === selected} narrow={selected !== undefined} />
            )}
          />
        )}
      </section>
      {selected === undefined ? null : <VisitView visit={selected} />}
    </div>
  );
}

/** The secret that a harness begins with: no news. */
function isStart({ events: [first] }: Visit): boolean {
  return first?.kind === 'secret' && first.event === 'loaded';
}

function Row({ visit, current, narrow }: { visit: Visit; current: boolean; narrow: boolean }) {
  const outcome = outcomeOf(visit);
  const versions = versionsOf(visit);
  const name = visit.kind === 'change' ? visit.events[0]?.kind : visit.name;
  return (
    <a class={`row ${visit.kind}`} href={addressOf(visit)} aria-current={current ? 'true' : undefined}>
      <time dateTime={visit.at}>{clock(visit.at)}</time>
      <span class="name">{name ?? <span class="quiet">no name asked</span>}</span>
      <OutcomeMark outcome={outcome} short />
      {narrow ? null : (
        <>
          <span class="software quiet">{clientOf(visit)}</span>
          <span class="versions quiet">{versions === '' ? '' : versions}</span>
        </>
      )}
    </a>
  );
}

function Empty({ filtered }: { filtered: boolean }) {
  if (filtered) return <p class="empty">No visit matches the filter.</p>;
  const known = facts.value;
  if (known === null || connected.value === 'fixture') return <p class="empty">Nothing has arrived yet.</p>;
  const [curl] = tryLines(known, null);
  return (
    <div class="empty">
      <h2>Nothing has arrived yet</h2>
      <p>Send a request, and it appears here while it happens:</p>
      {curl === undefined ? null : <Command text={curl.text} label={curl.label} />}
    </div>
  );
}
