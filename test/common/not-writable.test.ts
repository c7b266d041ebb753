import path from 'node:path';
import t from 'tap';
import { notWritable } from '../../common/not-writable.ts';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

t.test('each reason of the system has its own sentence and its own remedy', async (t) => {
  const dir = t.testdir({ file: 'x' });
  const at = (...names: string[]): string => path.join(dir, ...names);
  const rows: [place: string, code: string, message: RegExp, remedy: RegExp][] = [
    [at('a'), 'ENOSPC', /full \(ENOSPC\)/, /Free space there, or choose another disk with --out/],
    [at('a'), 'EDQUOT', /full/, /Free space/],
    [at('a'), 'EROFS', /read-only/, /--out/],
    [
      at('no', 'where', 'f'),
      'ENOENT',
      new RegExp(`the folder ${at('no')} does not exist`),
      /mkdir -p .*no\/where"/,
    ],
    [at('file', 'state'), 'ENOTDIR', new RegExp(`${at('file')} is a file`), /Move that file away/],
    [at('file'), 'EEXIST', new RegExp(`${at('file')} is a file`), /name a folder with --out/],
    [dir, 'EISDIR', /it is a folder/, /Name a file with --out/],
    [at('a'), 'EACCES', /does not permit it \(EACCES\)/, /Make it writable/],
  ];
  for (const [place, code, message, remedy] of rows)
    t.match(
      notWritable(place, failure(code), '--out'),
      { reason: 'NOT_WRITABLE', message, remedy, exit: 3 },
      `${code} ${place}`,
    );
});
