import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import t from 'tap';
import { assess, isBack, p99 } from '../../scripts/fuzz/assess.ts';
import { complaintIn } from '../../scripts/fuzz/complaint.ts';
import { readFailure, writeFailure } from '../../scripts/fuzz/failure-file.ts';
import { CANARY, CANARY_BASE64, type Input } from '../../scripts/fuzz/input.ts';
import { split } from '../../scripts/fuzz/mutate.ts';
import { readOptions } from '../../scripts/fuzz/options.ts';
import { Random } from '../../scripts/fuzz/random.ts';
import { shrinkInputs, shrinkList } from '../../scripts/fuzz/shrink.ts';
import { TARGETS } from '../../scripts/fuzz/targets.ts';

const MIB = 2 ** 20;
const made = (make: (random: Random) => Input, seed: number): string[] => {
  const random = new Random(seed);
  return Array.from({ length: 50 }, () =>
    make(random)
      .map((part) => part.toString('base64'))
      .join(' '),
  );
};

for (const { generator } of TARGETS) {
  t.test(`${generator.name}: the same seed makes the same bytes, another seed makes others`, async (t) => {
    const first = made((random) => generator.make(random), 7);
    t.strictSame(
      made((random) => generator.make(random), 7),
      first,
    );
    t.not(made((random) => generator.make(random), 8).join(), first.join());
    t.ok(new Set(first).size > 20, 'the inputs of one seed differ');
  });
}

t.test('the pieces of a split are the bytes', async (t) => {
  const random = new Random(3);
  for (let length = 0; length < 60; length += 1) {
    const bytes = random.bytes(length);
    const pieces = split(bytes, random, 9);
    t.ok(pieces.length <= 9);
    t.strictSame(Buffer.concat(pieces), bytes);
  }
});

t.test('a list is shrunk to the items that fail together', async (t) => {
  const items = Array.from({ length: 64 }, (_, index) => index);
  const budget = { left: 1000 };
  const fails = async (kept: readonly number[]): Promise<boolean> => kept.includes(9) && kept.includes(40);
  t.strictSame(await shrinkList(items, fails, budget), [9, 40]);
  t.ok(budget.left > 850, `halving asks seldom: ${1000 - budget.left} times`);
});

t.test('inputs are shrunk to one input, one part and the bytes that fail', async (t) => {
  const inputs = ['harmless', 'ab', 'xxBADxx', 'end'].map((text) => [Buffer.from('part'), Buffer.from(text)]);
  const fails = async (kept: readonly Input[]): Promise<boolean> =>
    kept.some((input) => input.some((part) => part.includes('BAD')));
  t.strictSame(await shrinkInputs(inputs, fails, 1000), [[Buffer.from('BAD')]]);
});

t.test('the shrinker gives what fails, however few tries it has', async (t) => {
  const inputs = Array.from({ length: 30 }, (_, index) => [Buffer.from([index, 200])]);
  for (const tries of [0, 1, 5, 20]) {
    let asked = 0;
    const fails = async (kept: readonly Input[]): Promise<boolean> => {
      asked += 1;
      return kept.some(([part]) => part?.[0] === 21);
    };
    const shrunk = await shrinkInputs(inputs, fails, tries);
    t.ok(asked <= tries);
    t.ok(await fails(shrunk));
  }
});

t.test('keys, bodies and stack traces in an output are found, and nothing else is', async (t) => {
  t.match(complaintIn(`key ${CANARY}`, 'the log'), /a key or a body in the log/);
  t.match(complaintIn(CANARY_BASE64, 'the log'), /a key or a body/);
  t.match(complaintIn('TypeError: x\n    at f (a.ts:1:2)', 'the log'), /an error that was not handled/);
  t.match(complaintIn('{"stack":"TypeError: x\\n    at f"}', 'the log'), /an error that was not handled/);
  t.match(complaintIn('FATAL ERROR: heap out of memory', 'the log'), /not handled/);
  t.equal(complaintIn('{"level":40,"msg":"extension refused at once"}', 'the log'), null);
});

t.test('descriptors, heap, wrong answers and late ones are judged', async (t) => {
  const before = { heapBytes: 40 * MIB, descriptors: 40, rssBytes: 90 * MIB, loopDelayMs: 1 };
  const honest = { asked: 10, misses: 5, times: [], wrong: null };
  t.strictSame(assess(before, before, honest), []);
  t.match(assess(before, { ...before, descriptors: 90 }, honest), [/descriptors went from 40 to 90/]);
  t.match(assess(before, { ...before, heapBytes: 80 * MIB }, honest), [/heap went from 40 to 80 MiB/]);
  t.notOk(isBack(before, { ...before, descriptors: 90 }));
  t.match(assess(before, before, { ...honest, misses: 6 }), [/6 of 10/]);
  t.match(assess(before, before, { ...honest, wrong: 'status 500' }), ['status 500']);
  t.match(assess(before, before, { ...honest, asked: 0, misses: 0 }), [/no honest client/]);
  t.strictSame(assess({ ...before, descriptors: null }, { ...before, descriptors: null }, honest), []);
  t.equal(p99([...Array(99).fill(1), 50, 60]), 50);
  t.equal(p99([]), 0);
});

t.test('a failure is read as it was written, with its command', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fe-failure-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const failure = { name: 'dns', seed: 5, failure: 'it ended', inputs: [[Buffer.from([0, 255])], []] };
  const file = await writeFailure(failure, folder);
  const read = await readFailure(file);
  t.match(read, failure);
  t.match(read, { command: /^npm run fuzz -- --replay .*dns-5\.json$/ });
  const other = path.join(folder, 'other.json');
  await writeFile(other, '{"name":"dns"}');
  await t.rejects(readFailure(other), /is no file of npm run fuzz/);
});

t.test(
  'options: all generators, seconds or minutes, a seed that is random where it is left out',
  async (t) => {
    const known = ['dns', 'http'];
    t.match(readOptions([], known), { names: known, seconds: 20, replay: null });
    t.match(readOptions(['http', '--minutes', '2', '--seed', '4'], known), {
      names: ['http'],
      seconds: 120,
      seed: 4,
    });
    t.equal(readOptions(['--help'], known), null);
    t.not(readOptions([], known)?.seed, readOptions([], known)?.seed);
    t.throws(() => readOptions(['smtp'], known), /"smtp" is no generator/);
    t.throws(
      () => readOptions(['--seconds', '0'], known),
      /--seconds takes a whole number from 1 .* not "0"/,
    );
  },
);
