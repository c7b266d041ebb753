import { silentLogger } from '../../common/logger.ts';
import { fillPlaceholders } from '../../harness/placeholders.ts';
import { startWorld } from '../../harness/world.ts';
import { WorldAuthority } from '../../harness/world-authority.ts';
import { DEFAULT_FQDN } from '../../harness/world-spec.ts';
import { openAuthority } from '../../pki/authority.ts';
import { SCENARIOS } from '../../scenarios/index.ts';
import { type ClientScenario, isConfiguration } from '../../scenarios/scenario.ts';

/** How long the catalogue's worlds take, ms. */
export interface Times {
  /** Scenarios that have a world. */
  worlds: number;
  /** A new authority, and the certificates of every scenario, all keys included. */
  mintCatalogue: number;
  /** The processor's share in it: what it takes on a machine that does nothing else, on one core. */
  mintCatalogueProcessor: number;
  /** The same once more, with the keys there. */
  mintCatalogueAgain: number;
  /** One world, from nothing to listening: DNS, router and model, with the keys there. */
  startWorld: { median: number; p95: number; max: number; slowest: string };
}

const ADDRESS = '127.0.0.1';

/** Measures in this process, one thing after another. */
export async function measureTimes(): Promise<Times> {
  const scenarios = SCENARIOS.filter((each): each is ClientScenario => !isConfiguration(each));
  const start = performance.now();
  const before = process.cpuUsage();
  const authority = await openAuthority({ stateDir: null });
  const maker = new WorldAuthority(authority, ADDRESS, ADDRESS);
  const mintAll = async (): Promise<void> => {
    for (const { world } of scenarios) {
      const fqdn = world.fqdn ?? DEFAULT_FQDN;
      await maker.mint(fillPlaceholders(world, { fqdn, host: ADDRESS }), fqdn);
    }
  };
  try {
    await mintAll();
    const minted = performance.now();
    const { user, system } = process.cpuUsage(before);
    await mintAll();
    const again = performance.now();
    return {
      worlds: scenarios.length,
      mintCatalogue: Math.round(minted - start),
      mintCatalogueProcessor: Math.round((user + system) / 1000),
      mintCatalogueAgain: Math.round(again - minted),
      startWorld: await measureStarts(scenarios, authority),
    };
  } finally {
    await maker.close();
  }
}

async function measureStarts(
  scenarios: readonly ClientScenario[],
  authority: Awaited<ReturnType<typeof openAuthority>>,
): Promise<Times['startWorld']> {
  const started: { name: string; ms: number }[] = [];
  for (const { name, world: spec } of scenarios) {
    const start = performance.now();
    const world = await startWorld(spec, { authority, log: silentLogger });
    started.push({ name, ms: performance.now() - start });
    await world.close(0);
  }
  started.sort((a, b) => a.ms - b.ms);
  const at = (share: number) => started[Math.ceil(share * started.length) - 1] ?? { name: 'none', ms: 0 };
  const rounded = (share: number): number => Math.round(at(share).ms * 10) / 10;
  return { median: rounded(0.5), p95: rounded(0.95), max: rounded(1), slowest: at(1).name };
}

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
