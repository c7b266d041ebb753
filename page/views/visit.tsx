import { useState } from 'preact/hooks';
import { ladderOf } from '../model/ladder.ts';
import { allOf, clientOf, enderOf, lastOf, outcomeOf, versionsOf } from '../model/outcome.ts';
import { formatMs } from '../model/step.ts';
import type { Visit } from '../model/visit-book.ts';
import { go, href, route } from '../route.ts';
import { facts } from '../stream.ts';
import { useKeys } from '../ui/hooks.ts';
import { OutcomeMark } from '../ui/outcome-mark.tsx';
import { addressOf, clock } from './address.ts';
import { Chain } from './chain.tsx';
import { freeze } from './freeze.ts';
import { Ladder } from './ladder.tsx';

/** One visit: what came of it, its ladder, the certificates that were served. */
export function VisitView({ visit }: { visit: Visit }) {
  const [, , tab, third] = route.value;
  const address = addressOf(visit);
  const outcome = outcomeOf(visit);
  const chain = tab === 'chain';
  const hasChain = allOf(visit, 'tls-record').some(({ messages }) => messages.includes('Certificate'));
  return (
    <section class="pane" aria-label="Visit">
      <header class="pane-head">
        <div class="pane-title">
          <h2>{visit.name ?? (visit.kind === 'change' ? 'Change' : 'No name asked')}</h2>
          <a class="close" href={href()} aria-label="Close this visit">
            ✕
          </a>
        </div>
        <OutcomeMark outcome={outcome} />
        <p class="quiet facts-line">
          {[
            visit.kind === 'connection' ? `connection ${visit.id.slice(1)}` : visit.kind,
            clock(visit.at),
            clientOf(visit),
            versionsOf(visit) && `offers TLS ${versionsOf(visit)}`,
            visit.client && `from ${visit.client}`,
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
        {visit.scenario === null ? null : (
          <p class="attempt">
            An attempt at <a href={href('scenarios', visit.scenario)}>{visit.scenario}</a>
          </p>
        )}
        {visit.kind === 'connection' ? (
          <nav class="tabs" aria-label="Parts of the visit">
            <a href={address} aria-current={chain ? undefined : 'page'}>
              Ladder
            </a>
            {hasChain ? (
              <a href={`${address}/chain`} aria-current={chain ? 'page' : undefined}>
                Certificates
              </a>
            ) : null}
            <button type="button" class="link" onClick={() => void freeze(visit, facts.value)}>
              Save as one file
            </button>
          </nav>
        ) : null}
      </header>
      {chain ? (
        <Chain visit={visit} />
      ) : (
        <Talk visit={visit} address={address} opened={tab === 'step' ? third : undefined} />
      )}
    </section>
  );
}

function Talk({ visit, address, opened }: { visit: Visit; address: string; opened: string | undefined }) {
  const steps = ladderOf(visit.events);
  const [all, setAll] = useState(false);
  const at = Number(opened ?? 0);
  const move = (to: number): boolean => {
    if (to < 1 || to > steps.length) return false;
    go(`${address}/step/${to}`, true);
    return true;
  };
  useKeys(
    [
      { key: ' ', does: 'next message', act: () => move(at + 1) },
      { key: 'ArrowRight', does: 'next message', act: () => move(at + 1) },
      { key: 'ArrowLeft', does: 'message before', act: () => move(at - 1) },
      { key: 'r', does: 'first message', act: () => move(1) },
      { key: 'o', does: 'open all messages', act: () => setAll(!all) },
      ...(at === 0 ? [] : [{ key: 'Escape', does: 'close the message', act: () => go(address) }]),
    ],
    2,
  );
  if (steps.length === 0) return <p class="empty">{outcomeOf(visit).words}</p>;
  return (
    <div class="talk">
      <Ladder steps={steps} address={address} opened={all ? 'all' : at} />
      <Verdict visit={visit} />
      {allOf(visit, 'tls-record').length === 0 && lastOf(visit, 'tls-client-hello') !== undefined ? (
        <p class="quiet note">
          The single messages were not recorded: the router records a few connections at a time, so that load
          stays fast.
        </p>
      ) : null}
      {visit.leftOut > 0 ? <p class="quiet note">{visit.leftOut} more records are left out.</p> : null}
    </div>
  );
}

/** Who ended it, when, and whether the key had left by then. */
function Verdict({ visit }: { visit: Visit }) {
  const closed = lastOf(visit, 'connection-closed');
  if (visit.kind !== 'connection') return null;
  const requests = allOf(visit, 'http-request');
  const keys = requests.filter(({ authorization }) => authorization !== 'missing').length;
  const bytes = closed?.applicationBytes ?? 0;
  const inClear = closed?.keyInClear === true;
  const left = inClear
    ? 'Its key had left in clear.'
    : keys > 0
      ? 'Its key had left, encrypted, to this router.'
      : bytes > 0 || requests.length > 0
        ? 'Bytes of a request had left, without a key.'
        : 'No byte of a request had left, so no key either.';
  const plain = allOf(visit, 'connection-opened')[0]?.listener === 'http' && keys > 0;
  return (
    <p class={`verdict ${inClear || plain ? 'bad' : keys > 0 ? 'plain' : 'good'}`}>
      {closed === undefined
        ? 'The connection is open. '
        : `The ${enderOf(closed)} ended it after ${formatMs(closed.durationMs)}. `}
      {plain ? 'Its key had left in clear, over plain HTTP.' : left}
    </p>
  );
}
