import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { get } from '../api.ts';
import { addKeys, type Key } from '../keys.ts';

/** Keys that are in force while a view is shown. */
export function useKeys(keys: readonly Key[], depth = 1): void {
  // Before the browser draws: a key pressed right after must meet the keys of what is on the screen.
  useLayoutEffect(() => addKeys(keys, depth));
}

/** What a GET answers, read again when `again` changes; null until it is there or where it failed. */
export function useAnswer<T>(path: string | null, again: unknown = 0): T | null {
  const [answer, setAnswer] = useState<T | null>(null);
  useEffect(() => {
    let gone = false;
    if (path !== null)
      get<T>(path).then(
        (read) => gone || setAnswer(() => read),
        () => gone || setAnswer(null),
      );
    return () => {
      gone = true;
    };
  }, [path, again]);
  return answer;
}

/** A value that the browser keeps between visits. */
export function remembered<T>(name: string, initial: T): { read(): T; write(value: T): void } {
  const key = `azureml-fe-mock.${name}`;
  return {
    read: () => {
      try {
        return JSON.parse(localStorage.getItem(key) ?? '') as T;
      } catch {
        return initial;
      }
    },
    write: (value) => {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // A browser that keeps nothing forgets the choice with the tab.
      }
    },
  };
}
