import { signal } from '@preact/signals';
import { call } from '../api.ts';
import type { Capture, Captures } from '../api-types.ts';
import { bytesOf, readMessages } from '../model/tls-bytes.ts';
import { facts } from '../stream.ts';
import { attempt } from '../ui/announce.tsx';

/** The name that the demo client asks for. */
const HOST = 'www.contoso.com';

/** The last capture; lessons ask whether there is one. */
export const captures = signal<Captures | null>(null);
const busy = signal(false);

/** One request of an invented client, as everybody on the way sees it: in clear, and over TLS. */
export function Wire() {
  const send = async (): Promise<void> => {
    busy.value = true;
    await attempt(async () => {
      captures.value = await call<Captures>('POST', '/page/captures', {});
    });
    busy.value = false;
  };
  const seen = captures.value;
  const possible = facts.value?.parts.captures === true;
  return (
    <div class="sheet wide">
      <h1>What others can see</h1>
      <p class="lead">
        A client that exists only for this view sends one request twice: over plain HTTP and over TLS 1.2. Its
        key and its body are invented. These are the bytes that were on the wire.
      </p>
      <p class="actions">
        <button type="button" class="primary" disabled={busy.value || !possible} onClick={() => void send()}>
          {busy.value ? 'Sending …' : seen === null ? 'Send it' : 'Send it again'}
        </button>
        {possible ? null : <span class="quiet">This needs a running harness.</span>}
      </p>
      {seen === null ? null : (
        <div class="columns">
          <section aria-labelledby="wire-plain">
            <h2 id="wire-plain">Plain HTTP</h2>
            <p class="expects reject">Everybody on the way reads all of it.</p>
            {seen.plain.chunks.map((chunk, index) => (
              <div class={`chunk ${chunk.sentBy}`} key={index}>
                <h3>{chunk.sentBy === 'client' ? 'client' : 'router'}</h3>
                <pre>
                  <Marked
                    text={new TextDecoder().decode(bytesOf(chunk.bytes))}
                    marks={[seen.key, seen.body]}
                  />
                </pre>
              </div>
            ))}
          </section>
          <section aria-labelledby="wire-tls">
            <h2 id="wire-tls">TLS 1.2</h2>
            <p class="expects accept">
              Names and lengths of messages can be read, and the host name. Nothing else.
            </p>
            <Records capture={seen.tls} host={HOST} />
          </section>
        </div>
      )}
    </div>
  );
}

/** A text with some pieces of it marked. */
function Marked({ text, marks }: { text: string; marks: readonly string[] }) {
  const pieces: { text: string; marked: boolean }[] = [{ text, marked: false }];
  for (const mark of marks) {
    for (let at = 0; at < pieces.length; at += 1) {
      const piece = pieces[at];
      const found = piece === undefined || piece.marked ? -1 : piece.text.indexOf(mark);
      if (piece === undefined || found < 0) continue;
      pieces.splice(
        at,
        1,
        { text: piece.text.slice(0, found), marked: false },
        { text: mark, marked: true },
        { text: piece.text.slice(found + mark.length), marked: false },
      );
    }
  }
  return (
    <>
      {pieces.map(({ text: each, marked }, index) =>
        marked ? <mark key={index}>{each}</mark> : <span key={index}>{each}</span>,
      )}
    </>
  );
}

const TYPES: Readonly<Record<number, string>> = {
  20: 'ChangeCipherSpec',
  21: 'alert',
  22: 'handshake',
  23: 'application data',
};

interface WireRecord {
  sentBy: 'client' | 'server';
  name: string;
  bytes: Uint8Array;
  encrypted: boolean;
}

/** The records of a capture, each with what can be read of it. */
function recordsOf({ chunks }: Capture): WireRecord[] {
  const records: WireRecord[] = [];
  const rest = { client: new Uint8Array(), server: new Uint8Array() };
  const changed = { client: false, server: false };
  for (const { sentBy, bytes } of chunks) {
    let all = new Uint8Array([...rest[sentBy], ...bytesOf(bytes)]);
    while (all.length >= 5) {
      const end = 5 + (all[3] ?? 0) * 256 + (all[4] ?? 0);
      if (all.length < end) break;
      const record = all.slice(0, end);
      const type = record[0] ?? 0;
      const encrypted = changed[sentBy];
      const messages = encrypted ? [] : readMessages(record).map(({ name }) => name);
      const unread = encrypted && type === 22 ? 'Finished' : (TYPES[type] ?? 'record');
      records.push({ sentBy, encrypted, bytes: record, name: messages.join(', ') || unread });
      if (type === 20) changed[sentBy] = true;
      all = all.slice(end);
    }
    rest[sentBy] = all;
  }
  return records;
}

/** Bytes that are shown of a record: in clear there is something to read in them. */
const MOST = { clear: 420, encrypted: 72 };

function Records({ capture, host }: { capture: Capture; host: string }) {
  return (
    <ol class="records">
      {recordsOf(capture).map(({ sentBy, name, bytes, encrypted }, index) => (
        <li key={index} class={`${sentBy} ${encrypted ? 'secret' : ''}`}>
          <span class="record-name">
            {sentBy === 'client' ? 'client' : 'router'}: <strong>{name}</strong>
            {encrypted ? ', encrypted' : ''}
          </span>
          <span class="quiet">{bytes.length} bytes</span>
          <code class="dump">
            <Marked
              text={readable(bytes.subarray(5, 5 + (encrypted ? MOST.encrypted : MOST.clear)))}
              marks={[host, host]}
            />
          </code>
        </li>
      ))}
    </ol>
  );
}

/** Bytes as a viewer shows them: letters where there are any, dots elsewhere. */
const readable = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
