/** `npm run bench:catalogue`: what minting the catalogue and starting a world cost, in ms. Exit 1 where it is too much. */
import { LIMITS, measureTimes } from './catalogue-times.ts';

const times = await measureTimes();
process.stdout.write(`${JSON.stringify(times, null, 2)}\n`);
process.exitCode =
  times.mintCatalogue < LIMITS.mintCatalogue && times.startWorld.median < LIMITS.startWorld ? 0 : 1;
