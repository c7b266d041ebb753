import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { openKeyLog } from '../../cli/key-log.ts';
import { silentLogger } from '../../common/logger.ts';

const LINE = Buffer.from('CLIENT_RANDOM 00 11\n');
const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

t.test('TLS secrets are for their owner alone, in an old file and in one after rotation', async (t) => {
  const file = path.join(t.testdir({ 'keys.log': '' }), 'keys.log');
  const write = openKeyLog(file, silentLogger);
  t.equal(await modeOf(file), 0o600);
  await rm(file);
  write(LINE);
  t.equal(await modeOf(file), 0o600);
  t.equal(await readFile(file, 'utf8'), LINE.toString());
});

t.test('a link is not followed', async (t) => {
  const dir = t.testdir({ victim: 'precious' });
  await symlink(path.join(dir, 'victim'), path.join(dir, 'keys.log'));
  t.throws(() => openKeyLog(path.join(dir, 'keys.log'), silentLogger), { message: /keys\.log/, reason: 'NOT_WRITABLE' });
  t.equal(await readFile(path.join(dir, 'victim'), 'utf8'), 'precious');
});

t.test('a log that cannot be written any more ends with one warning', async (t) => {
  const file = path.join(t.testdir({}), 'keys.log');
  await writeFile(file, '');
  const warnings: string[] = [];
  const log = { ...silentLogger, warn: (_fields: object, text: string) => void warnings.push(text) };
  const write = openKeyLog(file, log);
  await rm(file);
  await mkdir(file);
  write(LINE);
  write(LINE);
  t.equal(warnings.length, 1);
});
