import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Tokens } from 'marked';
import t from 'tap';
import { startCli } from '../support/cli.ts';
import { needs, run } from '../support/tools.ts';
import { findUnprinted } from './blocks.ts';
import { allTokens, parsePage, ROOT } from './markdown.ts';

/** What a person reads to the end; the tables are in docs/. */
const MOST_BYTES = 12_288;

const text = await readFile(path.join(ROOT, 'README.md'), 'utf8');
const blocks = allTokens(parsePage('README.md', text))
  .filter((token): token is Tokens.Code => token.type === 'code')
  .map((token) => ({ lang: String(token.lang ?? ''), text: String(token.text) }));

/** What the README quotes: the block of `text` that begins with these words. */
function quoted(beginning: string): string[] {
  const found = blocks.find((block) => block.lang === 'text' && block.text.startsWith(beginning));
  if (found === undefined) throw new Error(`The README quotes nothing that begins with "${beginning}".`);
  return found.text.split('\n');
}

/** The words that the README types after `npm run -s cli --`, in its block of this name. */
function typed(name: string): string[] {
  const found = blocks.find((block) => block.lang === `sh ${name}`);
  const line = found?.text.replace(/^npm run -s cli -- /, '') ?? '';
  return line.split(/\s+/);
}

const cli = (...words: string[]) =>
  run('env', [
    ...['COLUMNS=100', 'NO_COLOR=1', 'npm_lifecycle_event=cli'],
    ...[process.execPath, path.join(ROOT, 'cli/main.ts'), ...words],
  ]);

t.test('the README is short, and says how long it is allowed to be', async (t) => {
  t.ok(Buffer.byteLength(text) <= MOST_BYTES, `${Buffer.byteLength(text)} bytes`);
});

t.test('commands and their output stand in blocks of their own', async (t) => {
  t.strictSame(
    blocks.filter(({ lang, text }) => lang === 'console' || (lang.startsWith('sh') && /^\$ /m.test(text))),
    [],
  );
});

t.test(
  'what it quotes of the banner, a switch and curl is what they print',
  { skip: needs('curl') },
  async (t) => {
    await using started = await startCli(t.testdir());
    const { ready } = started;
    const port = new URL(ready.scoringUri).port;
    const banner = started
      .stdout()
      .replaceAll(`:${port}`, ':8443')
      .replaceAll(ready.controlUrl, 'http://127.0.0.1:8055');
    t.equal(findUnprinted(quoted('azureml-fe-mock is ready'), banner), null, banner);
    const pasted = /^ {2}curl [\s\S]*?\/score$/m.exec(started.stdout())?.[0] ?? '';
    t.equal((await run('sh', ['-c', pasted])).stdout, '{"result": [6]}\n', 'with the end of the line');
    const used = await cli(...typed('scenario'), '--control-url', ready.controlUrl);
    t.equal(findUnprinted(quoted('Scenario: expired'), used.stdout), null, used.stdout + used.stderr);
    const refused = await run('sh', ['-c', `${pasted} --silent --show-error`]);
    t.equal(findUnprinted(quoted('curl: (60)'), refused.stderr.trim()), null, refused.stderr);
  },
);

t.test('what it quotes of verify is what verify prints', { skip: needs('curl') }, async (t) => {
  const ran = await run(
    'env',
    [
      ...['COLUMNS=100', 'NO_COLOR=1', 'sh', '-c', `cd "$1" && shift && exec "$@"`, 'sh', ROOT],
      ...[process.execPath, path.join(ROOT, 'cli/main.ts'), ...withState(typed('verify'), t.testdir())],
    ],
    '',
    60_000,
  );
  t.equal(ran.code, 1);
  t.equal(findUnprinted(quoted('verification-off'), ran.stdout), null, ran.stdout + ran.stderr);
});

function withState([command = '', ...words]: string[], state: string): string[] {
  return [command, '--state', state, ...words];
}
