import { signal } from '@preact/signals';

const words = signal('');
const trouble = signal<{ message: string; hint: string } | null>(null);

/** Says something to a screen reader. */
export function announce(text: string): void {
  words.value = text;
}

/** Shows what went wrong until the reader has seen it. */
export function complain(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof Error && 'hint' in error ? String(error.hint) : '';
  trouble.value = { message, hint };
}

/** Runs what a button does; what goes wrong is shown. @returns whether it went well */
export async function attempt(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    trouble.value = null;
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}

export function Announcer() {
  return (
    <>
      <p class="for-readers" role="status">
        {words.value}
      </p>
      {trouble.value === null ? null : (
        <div class="trouble" role="alert">
          <p>
            <strong>{trouble.value.message}</strong> {trouble.value.hint}
          </p>
          <button
            type="button"
            onClick={() => {
              trouble.value = null;
            }}
          >
            Close
          </button>
        </div>
      )}
    </>
  );
}
