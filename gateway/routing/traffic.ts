/**
 * Picks the deployment for one request by the endpoint's traffic weights.
 *
 * @param traffic percent by deployment name; the total is 0 or 100
 * @param random a number from 0 (included) to 1 (excluded)
 * @returns null where no deployment receives traffic
 */
export function chooseDeployment(traffic: Readonly<Record<string, number>>, random: number): string | null {
  let left = random * 100;
  for (const name in traffic) {
    const percent = traffic[name] ?? 0;
    if (left < percent) return name;
    left -= percent;
  }
  return null;
}

/**
 * A small generator of repeatable numbers from 0 (included) to 1 (excluded): Marsaglia's xorshift32. The same seed
 * gives the same sequence on every machine. Not for secrets.
 */
export function createRandom(seed: number): () => number {
  // The multiplication spreads neighbouring seeds; zero is the one state that xorshift never leaves.
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

/** A seed for one endpoint, so that what other endpoints receive does not change its sequence. */
export function seedFor(seed: number, endpoint: string): number {
  let hash = seed | 0;
  for (let index = 0; index < endpoint.length; index += 1) {
    hash = Math.imul(hash ^ endpoint.charCodeAt(index), 0x0100_0193);
  }
  return hash;
}
