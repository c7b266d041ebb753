import type { Random } from './random.ts';

/** Values at which lengths and counters go over. */
const EDGES = [0, 1, 0x7f, 0x80, 0xc0, 0xfe, 0xff];

/** Changes bytes in one to four places: flipped, at an edge, cut, doubled, inserted or removed. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let changed = Buffer.from(bytes);
  for (let times = random.int(1, 4); times > 0; times -= 1) changed = changeOnce(changed, random);
  return changed;
}

function changeOnce(bytes: Buffer, random: Random): Buffer<ArrayBuffer> {
  const at = random.int(0, bytes.length);
  const length = random.int(1, 1 << random.int(0, 10));
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random.int(0, 5)) {
    case 0:
      return Buffer.concat([before, after.subarray(length)]);
    case 1:
      return Buffer.concat([before, random.bytes(length), after]);
    case 2:
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 3:
      return Buffer.from(before.length > 0 ? before : bytes);
    default: {
      const copy = Buffer.from(bytes);
      if (at < copy.length) copy[at] = random.oneIn(2) ? random.pick(EDGES) : random.int(0, 255);
      return copy;
    }
  }
}

/** Cuts bytes into at most `most` pieces. Together the pieces are the bytes. */
export function split(bytes: Buffer, random: Random, most: number): Buffer[] {
  const cuts = Array.from({ length: random.int(0, most - 1) }, () => random.int(0, bytes.length));
  const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
  return places.slice(1).flatMap((end, index) => {
    const piece = bytes.subarray(places[index], end);
    return piece.length > 0 ? [piece] : [];
  });
}
