import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { needs, run } from '../support/tools.ts';
import { findUnprinted, stepsOf } from './blocks.ts';
import { parsePage } from './markdown.ts';
import { runPage } from './run-page.ts';

const fenced = (info: string, ...lines: string[]): string =>
  ['```'.concat(info), ...lines, '```', ''].join('\n');

t.test('a page is read as the steps that a reader takes', async (t) => {
  const page = parsePage(
    'docs/x.md',
    [
      fenced('json', '{}'),
      fenced('python file=a/score.py', 'print(1)'),
      fenced('sh not-run: needs a cluster', 'kubectl get all'),
      fenced('sh', 'a=1', 'b=2'),
      fenced('console', '$ echo $a \\', '    $b', '1 2', '$ false', '$ echo $?', '1'),
    ].join('\n'),
  );
  t.strictSame(stepsOf(page), [
    { kind: 'file', name: 'a/score.py', text: 'print(1)\n' },
    { kind: 'command', text: 'a=1\nb=2\n', output: null, statusShown: false },
    { kind: 'command', text: 'echo $a \\\n    $b\n', output: ['1 2'], statusShown: false },
    { kind: 'command', text: 'false\n', output: [], statusShown: true },
    { kind: 'command', text: 'echo $?\n', output: ['1'], statusShown: false },
  ]);
});

t.test('a block that cannot be understood is refused', async (t) => {
  for (const block of [fenced('console', 'output'), fenced('sh not-run:', 'x'), fenced('sh run', 'x')])
    t.throws(() => stepsOf(parsePage('docs/x.md', block)), { message: /^docs\/x\.md: / });
});

t.test('what a page shows is compared line by line, and … stands for the rest', async (t) => {
  const rows: [shown: string[], printed: string, missing: string | null][] = [
    [['a', 'b'], 'a\nb\n', null],
    [['a'], 'a\nb\n', 'the end of the output'],
    [['a', 'b'], 'a\n', 'b'],
    [['a', '…'], 'a\nb\nc\n', null],
    [['…', 'c'], 'a\nb\nc\n', null],
    [['…', 'd'], 'a\nb\nc\n', 'd'],
    [['key: …, end'], 'key: x(1), end\n', null],
    [['a.c'], 'abc\n', 'a.c'],
    [[], '', null],
    [[], 'surprise\n', 'the end of the output'],
    [['…'], '', null],
  ];
  for (const [shown, printed, expected] of rows)
    t.equal(findUnprinted(shown, printed), expected, shown.join('|'));
});

t.test('a page that is wrong is told with its command, and nothing is run after it', async (t) => {
  const dir = t.testdir();
  const tell = async (name: string, ...blocks: string[]) => {
    await mkdir(path.join(dir, name));
    return runPage(parsePage('docs/x.md', blocks.join('\n')), path.join(dir, name));
  };
  t.strictSame(
    await tell(
      'right',
      fenced('sh', 'x=1', 'f() { echo "$x"; }'),
      fenced('console', '$ f', '1', '$ (exit 3)', '$ echo $?', '3'),
    ),
    [
      { text: 'x=1\nf() { echo "$x"; }\n', wrong: null },
      { text: 'f\n', wrong: null },
      { text: '(exit 3)\n', wrong: null },
      { text: 'echo $?\n', wrong: null },
    ],
  );
  const output = await tell('output', fenced('console', '$ echo 1', '2', '$ echo 3', '3'));
  t.match(output, [{ text: 'echo 1\n', wrong: /did not print "2", but:\n1/ }]);
  t.equal(output.length, 1);
  t.match(await tell('status', fenced('sh', 'echo oh', 'false', 'true'), fenced('sh', 'touch never')), [
    { wrong: /failed, or did not come to its end:\noh/ },
  ]);
  t.match(await tell('exit', fenced('sh', 'exit 0'), fenced('sh', 'true')), [
    { wrong: /did not come to its end/ },
  ]);
});

t.test('what a page leaves running is ended with it', { skip: needs('ps') }, async (t) => {
  const dir = t.testdir();
  const page = parsePage('docs/x.md', fenced('sh', 'sleep 300 &', 'echo $! >pid'));
  t.match(await runPage(page, dir), [{ wrong: null }]);
  const pid = (await readFile(path.join(dir, 'work/pid'), 'utf8')).trim();
  const state = async (): Promise<string> => (await run('ps', ['-o', 'stat=', '-p', pid])).stdout.trim();
  // The kernel takes a moment; a process that is dead and not yet collected is shown as Z.
  const deadline = Date.now() + 10_000;
  let seen = await state();
  while (!/^(Z.*)?$/.test(seen) && Date.now() < deadline) seen = await state();
  t.match(seen, /^(Z.*)?$/);
});
