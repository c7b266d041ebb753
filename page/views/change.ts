import { signal } from '@preact/signals';
import { facts, learn } from '../stream.ts';
import { attempt } from '../ui/announce.tsx';

/** Counts the changes of the harness that this page made or saw. */
export const changes = signal(0);

/** Changes the harness, then reads anew what it is like. What is refused is shown. */
export async function change(action: () => Promise<unknown>): Promise<void> {
  await attempt(action);
  await learn();
  changes.value += 1;
}

/** The command of this harness, as it is typed. */
export const cli = (): string => facts.value?.cli ?? 'azureml-fe-mock';
/** The option that makes a command act on this harness. */
export const controlUrl = (): string => `--control-url ${facts.value?.controlUrl ?? ''}`;
