/**
 * Makes a failing list smaller by halving: leaves out halves, then quarters, down to single items, and keeps what still
 * fails. The order stays.
 *
 * @param fails must be true of `items`
 * @param budget how often `fails` may still be asked; counted down
 */
export async function shrinkList<Item>(
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
  budget: { left: number },
): Promise<readonly Item[]> {
  let kept = items;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length && budget.left > 0; ) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)];
      budget.left -= 1;
      if (await fails(without)) kept = without;
      else at += size;
    }
  }
  return kept;
}

/**
 * Shrinks a sequence of inputs: first which of them are needed, then which parts of each, then which bytes of each part.
 *
 * @param tries how often `fails` may be asked in all
 */
export async function shrinkInputs(
  inputs: readonly (readonly Buffer[])[],
  fails: (inputs: readonly (readonly Buffer[])[]) => Promise<boolean>,
  tries: number,
): Promise<readonly (readonly Buffer[])[]> {
  const budget = { left: tries };
  let kept = await shrinkList(inputs, fails, budget);
  for (let input = 0; input < kept.length; input += 1) {
    const withParts = (parts: readonly Buffer[]) =>
      kept.map((each, index) => (index === input ? parts : each));
    kept = withParts(await shrinkList(kept[input] ?? [], (parts) => fails(withParts(parts)), budget));
    for (let part = 0; part < (kept[input]?.length ?? 0); part += 1) {
      const withBytes = (bytes: readonly number[]) =>
        withParts((kept[input] ?? []).map((each, index) => (index === part ? Buffer.from(bytes) : each)));
      kept = withBytes(
        await shrinkList([...(kept[input]?.[part] ?? [])], (bytes) => fails(withBytes(bytes)), budget),
      );
    }
  }
  return kept;
}
