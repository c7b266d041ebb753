/** A key, what it does, and where it is in force. The list under `?` is made from the same table. */
export interface Key {
  key: string;
  does: string;
  /** @returns false where the key has no meaning here and is left to the browser */
  act(): unknown;
}

interface Layer {
  keys: readonly Key[];
  depth: number;
}

let layers: Layer[] = [];

/**
 * Puts keys in force.
 *
 * @param depth the deepest layer is asked first: the page is 0, a view 1, what is open in it 2
 * @returns a function that ends them
 */
export function addKeys(keys: readonly Key[], depth: number): () => void {
  const layer = { keys, depth };
  layers = [...layers, layer].sort((a, b) => b.depth - a.depth);
  return () => {
    layers = layers.filter((each) => each !== layer);
  };
}

/** All keys in force, each once. */
export function activeKeys(): Key[] {
  const seen = new Set<string>();
  return layers.flatMap(({ keys }) => keys).filter(({ key }) => !seen.has(key) && seen.add(key));
}

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.target as HTMLElement;
  const typing = target.matches('input, textarea, select');
  if (typing) {
    if (event.key !== 'Escape') return;
    // Out of the field, with what was typed left in it.
    target.blur();
    event.preventDefault();
    return;
  }
  // What has the focus has Enter for itself, and a button Space.
  if (event.key === 'Enter' || (event.key === ' ' && target.matches('button, summary'))) return;
  for (const { keys } of layers) {
    const known = keys.find(({ key }) => key === event.key);
    if (known === undefined || known.act() === false) continue;
    event.preventDefault();
    return;
  }
});
