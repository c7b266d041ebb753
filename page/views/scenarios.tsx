import { signal } from '@preact/signals';
import { call } from '../api.ts';
import type { ScenarioCard } from '../api-types.ts';
import { outcomeOf } from '../model/outcome.ts';
import { go, href, route } from '../route.ts';
import { book, facts, health, learn, revision } from '../stream.ts';
import { attempt } from '../ui/announce.tsx';
import { Command } from '../ui/copy.tsx';
import { useAnswer, useKeys } from '../ui/hooks.ts';
import { OutcomeMark } from '../ui/outcome-mark.tsx';
import { addressOf, clock } from './address.ts';
import { Clients } from './clients.tsx';
import { tryLines } from './try-lines.ts';

const search = signal('');

/** The catalogue: groups and search, and one scenario beside it. */
export function Scenarios() {
  const cards = useAnswer<ScenarioCard[]>('/scenarios') ?? [];
  const [, name] = route.value;
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = cards.filter(({ name: each, title, aliases, group, lesson }) => {
    const text = [each, title, group, lesson, ...aliases].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const at = found.findIndex((card) => card.name === name);
  const move = (to: number): boolean => {
    const next = found[Math.max(0, Math.min(found.length - 1, to))];
    if (next !== undefined) go(href('scenarios', next.name), true);
    return next !== undefined;
  };
  useKeys([
    { key: '/', does: 'search', act: () => document.getElementById('search')?.focus() },
    { key: 'j', does: 'next scenario', act: () => move(at + 1) },
    { key: 'k', does: 'scenario before', act: () => move(at - 1) },
    ...(name === undefined
      ? []
      : [{ key: 'Escape', does: 'back to the catalogue', act: () => go(href('scenarios')) }]),
  ]);
  const chosen = cards.find((card) => card.name === name || card.aliases.includes(name ?? ''));
  return (
    <div class={`split ${chosen === undefined ? 'alone' : 'with-pane'}`} style={{ '--list': '38%' }}>
      <h1 class="for-readers">Scenarios</h1>
      <section class="list" aria-label="Catalogue">
        <div class="tools">
          <input
            id="search"
            type="search"
            placeholder={`Search ${cards.length} scenarios`}
            aria-label="Search scenarios"
            value={search.value}
            onInput={({ currentTarget }) => {
              search.value = currentTarget.value;
            }}
          />
        </div>
        <Groups cards={found} current={chosen?.name} />
      </section>
      {chosen === undefined ? null : <Card card={chosen} />}
    </div>
  );
}

function Groups({ cards, current }: { cards: readonly ScenarioCard[]; current: string | undefined }) {
  const groups = Map.groupBy(cards, ({ group }) => group);
  if (cards.length === 0) return <p class="empty">No scenario matches.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the catalogue scrolls, and a keyboard must reach it
    <section class="groups" tabIndex={0} aria-label="Scenarios by group">
      {[...groups].map(([group, members]) => (
        <section key={group}>
          <h2>
            {group} <span class="quiet">{members.length}</span>
          </h2>
          <ul>
            {members.map(({ name, title, expectation }) => (
              <li key={name}>
                <a
                  class="scenario-row"
                  href={href('scenarios', name)}
                  aria-current={name === current ? 'true' : undefined}
                >
                  <span class={`expectation ${expectation}`}>{expectation}</span>
                  <span>
                    <strong>{name}</strong>
                    <span class="quiet title-line">{title}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

const EXPECTATIONS: Readonly<Record<string, string>> = {
  accept: 'A right client scores here.',
  reject: 'A right client sends nothing here: no path, no body, no key.',
  advise: 'Right clients differ here; either is fine, and worth knowing.',
};

function Card({ card }: { card: ScenarioCard }) {
  revision.value;
  const inForce = health.value?.scenario === card.name;
  const known = facts.value;
  const attempts = book.visits
    .filter(({ scenario, kind }) => scenario === card.name && kind !== 'change')
    .slice(-5);
  const use = (): Promise<boolean> =>
    attempt(async () => {
      await call('PUT', '/scenario', { name: card.name });
      await learn();
    });
  // Scenarios of the configuration and of DNS are about the harness as a whole, and have no host of their own.
  const hasHost = !['configuration', 'dns'].includes(card.group);
  return (
    <section class="pane" aria-label="Scenario">
      <header class="pane-head">
        <div class="pane-title">
          <h2>{card.name}</h2>
          <a class="close" href={href('scenarios')} aria-label="Close this scenario">
            ✕
          </a>
        </div>
        <p class="lead">{card.title}</p>
        <p class={`expects ${card.expectation}`}>{EXPECTATIONS[card.expectation]}</p>
      </header>
      <div class="pane-body">
        <p class="lesson-text">{card.lesson}</p>
        <p class="actions">
          {inForce ? (
            <strong>The harness serves this scenario now.</strong>
          ) : (
            <button type="button" class="primary" onClick={() => void use()}>
              Serve it at {known?.fqdn ?? 'the endpoint'}
            </button>
          )}
        </p>
        {known === null ? null : (
          <>
            <h3>Try it</h3>
            {hasHost && !inForce ? (
              <p class="quiet">
                Without a switch it is always there as <code>{card.name}.badfe.test</code>:
              </p>
            ) : null}
            {tryLines(known, inForce || !hasHost ? null : card.name).map(({ label, text }) => (
              <Command key={label} label={label} text={text} />
            ))}
            <ScoringKey />
          </>
        )}
        {attempts.length === 0 ? null : (
          <>
            <h3>Attempts</h3>
            <ul class="attempts">
              {attempts.map((visit) => (
                <li key={visit.id}>
                  <a href={addressOf(visit)}>{clock(visit.at)}</a> <OutcomeMark outcome={outcomeOf(visit)} />
                </li>
              ))}
            </ul>
          </>
        )}
        <Clients scenario={card.name} />
      </div>
    </section>
  );
}

const key = signal<string | null>(null);

/** The bearer key, behind a click: a projector shows what is on the screen. */
export function ScoringKey() {
  const show = (): Promise<boolean> =>
    attempt(async () => {
      key.value = (await call<{ key: string }>('POST', '/page/key', {})).key;
    });
  if (key.value === null)
    return (
      <p class="quiet">
        The commands read the key from <code>$SCORING_KEY</code>.{' '}
        <button type="button" class="link" onClick={() => void show()}>
          Show the key
        </button>
      </p>
    );
  return (
    <>
      <Command label="key" text={`export SCORING_KEY='${key.value.replaceAll("'", "'\\''")}'`} />
      <button
        type="button"
        class="link"
        onClick={() => {
          key.value = null;
        }}
      >
        Hide the key
      </button>
    </>
  );
}
