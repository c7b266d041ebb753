import type { Times } from './measure.ts';

/** What it may cost at most, ms, on two cores. */
export const LIMITS = { mintCatalogue: 2000, startWorld: 100 };

/** The numbers of `measureTimes` as a section of the page. */
export function timesSection(times: Times): string {
  const { worlds, mintCatalogue, mintCatalogueProcessor, mintCatalogueAgain, startWorld } = times;
  return `## Time

\`npm run bench:catalogue\` measures it.

| what | ms | at most |
|---|---|---|
| a new authority and the certificates of all ${worlds} worlds of the catalogue, keys included | ${mintCatalogue} | ${LIMITS.mintCatalogue} |
| of these, time of a processor | ${mintCatalogueProcessor} | |
| the same certificates once more | ${mintCatalogueAgain} | |
| one world, from nothing to listening (median) | ${startWorld.median} | ${LIMITS.startWorld} |
| 95 of 100 worlds within | ${startWorld.p95} | |
| the slowest of them, \`${startWorld.slowest}\` | ${startWorld.max} | |

Key pairs are generated once and shared by all certificates that name the same one. That is fine for a mock: a client
judges names, dates, usages and signatures, and none of them depends on whether a key has been seen before. An RSA key
costs more than sixty signatures.
`;
}
