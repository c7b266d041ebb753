/**
 * `npm run mutation [-- FILE…]`: changes the code one small step at a time and runs the tests of the changed file; a
 * change that no test notices is a survivor. Without names it takes every row of the table. Mutants run one after
 * another. Exit 1 where the score of a file is below its bound.
 */
import { Stryker } from '@stryker-mutator/core';

/** Pure cores and lifecycle files, each with the tests that hold it and the score (percent) that it must keep. */
const SUBJECTS: readonly { file: string; tests: string[]; bound: number }[] = [
  { file: 'common/known-host.ts', tests: ['test/apis/control/server.test.ts'], bound: 80 },
  { file: 'common/spelling.ts', tests: ['test/common/spelling.test.ts'], bound: 70 },
  { file: 'common/worker-failure.ts', tests: ['test/common/errors.test.ts'], bound: 60 },
  { file: 'gateway/routing/traffic.ts', tests: ['test/gateway/routing/traffic.test.ts'], bound: 80 },
  { file: 'gateway/routing/assemble.ts', tests: ['test/gateway/routing/assemble.test.ts'], bound: 80 },
  { file: 'dns-mock/frames.ts', tests: ['test/dns-mock/frames.test.ts'], bound: 70 },
];

const names = process.argv.slice(2);
const chosen = SUBJECTS.filter(({ file }) => names.length === 0 || names.includes(file));
if (chosen.length === 0) {
  process.stderr.write(`No such subject. There are:\n${SUBJECTS.map(({ file }) => `  ${file}\n`).join('')}`);
  process.exit(2);
}

let good = true;
for (const { file, tests, bound } of chosen) {
  const stryker = new Stryker({
    mutate: [file],
    testRunner: 'command',
    commandRunner: { command: tests.map((test) => `${process.execPath} ${test}`).join(' && ') },
    concurrency: 1,
    // The rewriting of a tsconfig needs the JavaScript API of TypeScript, which version 7 does not have.
    tsconfigFile: 'none',
    reporters: [],
    timeoutMS: 20_000,
    tempDirName: '.stryker-tmp',
    allowConsoleColors: false,
    logLevel: 'error' as never,
  });
  const mutants = await stryker.runMutationTest();
  const counted = mutants.filter(({ status }) => status !== 'Ignored' && status !== 'CompileError');
  const survived = counted.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const score = Math.round((100 * (counted.length - survived.length)) / counted.length);
  process.stdout.write(`${file}: ${counted.length} mutants, ${survived.length} survived, ${score} %\n`);
  for (const { location, mutatorName, replacement } of survived) {
    process.stdout.write(
      `  line ${location.start.line}: ${mutatorName} -> ${(replacement ?? '').slice(0, 80)}\n`,
    );
  }
  if (score < bound) good = false;
}
process.exitCode = good ? 0 : 1;
