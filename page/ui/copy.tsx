import { useState } from 'preact/hooks';
import { announce } from './announce.tsx';

/** Copies a text by one click, and says so. */
export function Copy({ text, what }: { text: string | (() => Promise<string>); what: string }) {
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    announce(`Copied ${what}.`);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button
      type="button"
      class="copy"
      aria-label={done ? `Copied ${what}` : `Copy ${what}`}
      onClick={() => void copy()}
    >
      {done ? 'Copied' : 'Copy'}
    </button>
  );
}

/** A command that is ready to be pasted. */
export function Command({ text, label }: { text: string; label?: string }) {
  return (
    <div class="command">
      {label === undefined ? null : <span class="command-label">{label}</span>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long command scrolls, and a keyboard must reach it */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <Copy text={text} what={label ?? 'the command'} />
    </div>
  );
}
