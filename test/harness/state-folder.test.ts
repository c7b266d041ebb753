import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { keyOf, makeStateFolder } from '../../harness/state-folder.ts';

t.test('a state folder keeps itself out of git, and is for its owner alone', async (t) => {
  const made = path.join(t.testdir(), 'state');
  await makeStateFolder(made);
  t.equal(await readFile(path.join(made, '.gitignore'), 'utf8'), '*\n');
  t.equal((await stat(made)).mode & 0o777, 0o700);
  await makeStateFolder(made);
});

t.test("a folder of a person's own gets no .gitignore, and one that is there stays", async (t) => {
  const own = t.testdir({ 'score.py': '' });
  await makeStateFolder(own);
  t.strictSame(await readdir(own), ['score.py']);
  const usual = path.join(own, '.azureml-fe-mock');
  await mkdir(usual);
  await makeStateFolder(usual);
  t.equal(
    await readFile(path.join(usual, '.gitignore'), 'utf8'),
    '*\n',
    'a folder of an earlier version too',
  );
  await writeFile(path.join(usual, '.gitignore'), '# mine\n');
  await makeStateFolder(usual);
  t.equal(await readFile(path.join(usual, '.gitignore'), 'utf8'), '# mine\n');
});

t.test('the key belongs to the folder, until a new one is asked for', async (t) => {
  const dir = t.testdir();
  const keys = await Promise.all(Array.from({ length: 8 }, () => keyOf(dir)));
  t.equal(new Set(keys).size, 1, 'also where several start at once');
  t.equal((await stat(path.join(dir, 'key'))).mode & 0o777, 0o600);
  const renewed = await keyOf(dir, true);
  t.not(renewed, keys[0]);
  t.equal(await keyOf(dir), renewed);
  t.strictSame(await readdir(dir), ['key']);
  await writeFile(path.join(dir, 'key'), '');
  t.match(await keyOf(dir), /^.{43}$/, 'an empty file is replaced');
});

t.test('a folder that is a file is one clear sentence', async (t) => {
  const dir = t.testdir({ file: '' });
  const file = path.join(dir, 'file');
  await t.rejects(makeStateFolder(file), {
    reason: 'NOT_WRITABLE',
    message: `${file} is a file`,
    remedy: '--state',
  });
});
