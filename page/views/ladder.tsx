import { useEffect, useRef } from 'preact/hooks';
import { formatMs, type Lane, type Step } from '../model/step.ts';
import { hex, type Piece } from '../model/tls-bytes.ts';
import { remembered } from '../ui/hooks.ts';

interface LadderProps {
  steps: readonly Step[];
  /** Address of the visit; null where steps cannot be opened one by one. */
  address: string | null;
  /** Number of the step that is open. */
  opened: number | 'all';
}

const NAMES: Readonly<Record<Lane, string>> = { dns: 'DNS', client: 'Client', router: 'Router' };

/** Names of messages that a reader has opened, which lessons ask for. */
export const openedMessages = new Set<string>();

/** The talk as a ladder: lanes, and each message an arrow between two of them. For a screen reader an ordered list. */
export function Ladder({ steps, address, opened }: LadderProps) {
  const lanes: Lane[] = steps.some(({ from, to }) => from === 'dns' || to === 'dns')
    ? ['dns', 'client', 'router']
    : ['client', 'router'];
  return (
    <div class={`ladder lanes-${lanes.length}`}>
      <div class="lanes" aria-hidden="true">
        {lanes.map((lane) => (
          <span key={lane} class={`lane ${lane}`}>
            {NAMES[lane]}
          </span>
        ))}
      </div>
      <ol class="steps" aria-label="Messages in their order">
        {steps.map((step) => (
          <StepView
            key={step.number}
            step={step}
            address={address}
            open={opened === 'all' || opened === step.number}
            follow={opened === step.number}
          />
        ))}
      </ol>
    </div>
  );
}

interface StepProps {
  step: Step;
  address: string | null;
  open: boolean;
  /** Scrolled into view when it opens. */
  follow: boolean;
}

function StepView({ step, address, open, follow }: StepProps) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) openedMessages.add(step.title);
    if (follow) item.current?.scrollIntoView({ block: 'nearest' });
  }, [open, follow, step.title]);
  const { from, to } = step;
  const way = from === to ? `${NAMES[from]}: ` : `${NAMES[from]} to ${NAMES[to]}: `;
  const target = address === null ? undefined : open && follow ? address : `${address}/step/${step.number}`;
  return (
    <li class={`step ${step.tone}`} ref={item}>
      <a class={`arrow ${from}-${to}`} href={target} aria-expanded={target === undefined ? undefined : open}>
        <span class="ms">{formatMs(step.ms)}</span>
        <span class="line">
          <span class="for-readers">{way}</span>
          <span class="title">{step.title}</span>
          {step.detail === '' ? null : <span class="detail">{step.detail}</span>}
        </span>
      </a>
      {open ? <Details step={step} /> : null}
    </li>
  );
}

function Details({ step }: { step: Step }) {
  const { purpose, fields, source, bytes } = step;
  return (
    <div class="details">
      {purpose === null ? null : <p class="purpose">{purpose}</p>}
      <dl class="fields">
        {fields.map(([name, value], index) => (
          <div key={`${index} ${name}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {bytes === null ? null : <Bytes record={bytes.record} pieces={bytes.message?.pieces ?? []} />}
      {source === null ? null : (
        <p class="source">
          <a href={source.url} target="_blank" rel="noreferrer">
            {source.text}
          </a>
        </p>
      )}
    </div>
  );
}

/** Bytes that are shown of one piece. */
const MOST_BYTES = 96;
const annotated = remembered('bytes', false);

/** The bytes of a message with what each piece is. */
function Bytes({ record, pieces }: { record: Uint8Array; pieces: readonly Piece[] }) {
  const header: Piece = {
    label: 'record: type, version, length',
    value: recordLine(record),
    start: 0,
    end: 5,
  };
  const rest =
    pieces.length === 0 && record.length > 5
      ? [{ label: 'content', value: '', start: 5, end: record.length }]
      : pieces;
  return (
    <details
      class="bytes"
      open={annotated.read()}
      onToggle={({ currentTarget }) => annotated.write(currentTarget.open)}
    >
      <summary>{record.length} bytes on the wire</summary>
      <ol>
        {[header, ...rest].map((piece) => (
          <li key={piece.start}>
            <span class="hex">
              {spaced(record.subarray(piece.start, Math.min(piece.end, piece.start + MOST_BYTES)))}
            </span>
            <span class="piece">
              <strong>{piece.label}</strong>{' '}
              {piece.value.length > 200 ? `${piece.value.slice(0, 200)} …` : piece.value}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

const spaced = (bytes: Uint8Array): string =>
  `${hex(bytes).replace(/../g, '$& ').trim()}${bytes.length === MOST_BYTES ? ' …' : ''}`;

const TYPES: Readonly<Record<number, string>> = { 20: 'change_cipher_spec', 21: 'alert', 22: 'handshake' };

function recordLine(record: Uint8Array): string {
  const [type = 0, major = 0, minor = 0, high = 0, low = 0] = record;
  return `${TYPES[type] ?? type}, ${major}.${minor}, ${high * 256 + low} bytes`;
}
