import { effect, signal } from '@preact/signals';
import { remembered } from './ui/hooks.ts';

const keptTheme = remembered<'auto' | 'light' | 'dark'>('theme', 'auto');
const keptProjector = remembered('projector', false);

/** `auto` follows the system. */
export const theme = signal(keptTheme.read());
/** Everything at 150 %, for a projector. */
export const projector = signal(keptProjector.read());

effect(() => {
  keptTheme.write(theme.value);
  document.documentElement.dataset.theme = theme.value;
});

effect(() => {
  keptProjector.write(projector.value);
  document.documentElement.dataset.projector = String(projector.value);
});

export function nextTheme(): void {
  const order = ['auto', 'light', 'dark'] as const;
  theme.value = order[(order.indexOf(theme.value) + 1) % order.length] ?? 'auto';
}
