import { signal } from '@preact/signals';
import { get } from './api.ts';
import type { Facts, Health, Observation } from './api-types.ts';
import { rememberChain } from './certificates.ts';
import { loadFixture } from './fixture.ts';
import { VisitBook } from './model/visit-book.ts';

/** All visits of this run. Views read it after `revision` changed. */
export const book = new VisitBook();
/** Counts the moments at which the book changed; at most once a frame. */
export const revision = signal(0);
export const connected = signal<'connecting' | 'live' | 'lost' | 'fixture'>('connecting');
export const facts = signal<Facts | null>(null);
export const health = signal<Health | null>(null);
/** What arrives is kept back until the reader goes on. */
export const paused = signal(false);
/** Observations that wait while it is paused. */
export const waiting = signal(0);

const listeners = new Set<(event: Observation) => void>();
let held: Observation[] = [];
let drawing = false;

/** Calls `listener` with each observation as it arrives, paused or not. @returns a function that ends it */
export function onObservation(listener: (event: Observation) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The names under which the stream sends observations. */
const KINDS = [
  'dns-query',
  'connection-opened',
  'connection-handed-on',
  'connection-closed',
  'tls-client-hello',
  'tls-record',
  'tls-handshake',
  'http-request',
  'http-response',
  'secret',
  'extension',
  'dns-update',
  'resource',
];

/** Opens the stream, or the fixture that the address names (`?fixture=expired`). */
export async function start(): Promise<void> {
  const fixture = new URLSearchParams(location.search).get('fixture');
  const frozen = document.getElementById('frozen')?.textContent;
  if (fixture !== null || frozen != null) {
    const loaded = frozen == null ? await loadFixture(fixture ?? '') : JSON.parse(frozen);
    facts.value = loaded.facts;
    health.value = loaded.health;
    for (const event of loaded.events) book.add(event);
    for (const { ders, chain } of loaded.chains ?? []) rememberChain(ders, chain);
    connected.value = 'fixture';
    redraw();
    return;
  }
  await learn();
  open();
}

/** Reads what does not come with the stream. */
export async function learn(): Promise<void> {
  const [known, state] = await Promise.all([
    get<Facts>('/page/facts').catch(() => null),
    get<Health>('/health').catch(() => null),
  ]);
  if (known !== null) {
    if (facts.value !== null && facts.value.run !== known.run) book.restart();
    facts.value = { ...known, controlUrl: location.origin };
  }
  if (state === null) return;
  health.value = state;
  book.scenario = state.scenario;
}

function open(): void {
  const source = new EventSource(`/observations?since=${book.last}`);
  source.addEventListener('open', () => {
    connected.value = 'live';
  });
  source.addEventListener('error', () => {
    connected.value = 'lost';
    source.close();
    setTimeout(reopen, 1000);
  });
  for (const kind of KINDS) source.addEventListener(kind, (message) => receive(JSON.parse(message.data)));
}

/** The harness may be another one by now, whose stream begins at 1 again: its facts say so. */
async function reopen(): Promise<void> {
  await learn();
  open();
}

function receive(event: Observation): void {
  if (event.seq <= book.last || event.seq <= (held.at(-1)?.seq ?? 0)) return;
  if (paused.value) {
    held.push(event);
    waiting.value = held.length;
  } else book.add(event);
  for (const listener of listeners) listener(event);
  redraw();
}

/** Stops or goes on with showing what arrives. Nothing is lost meanwhile. */
export function togglePause(): void {
  paused.value = !paused.value;
  if (paused.value) return;
  for (const event of held) book.add(event);
  held = [];
  waiting.value = 0;
  redraw();
}

/** Forgets what the page shows; the harness keeps what it has. */
export function clearVisits(): void {
  book.clear();
  held = [];
  waiting.value = 0;
  redraw();
}

/** PERF a busy harness sends thousands of observations a second, and one drawing a frame is all that can be seen. */
function redraw(): void {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    revision.value += 1;
  });
}
