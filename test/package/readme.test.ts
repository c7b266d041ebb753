import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { emptyFolder, install, pack, ROOT, runIn } from './packed.ts';

t.setTimeout(600_000);

const folder = await emptyFolder();
t.teardown(() => folder[Symbol.asyncDispose]());
const project = path.join(folder.path, 'project');
const skip = await install(project, await pack(folder.path));

t.test(
  "the README's example runs unchanged in an empty folder with the packed package",
  { skip },
  async (t) => {
    const readme = await readFile(path.join(ROOT, 'README.md'), 'utf8');
    const [, name = '', command = '', example = ''] =
      /^Save this as `([\w.-]+)`,[^`]*`score`, and run `([^`]+)`:\n\n```js\n(.*?)^```$/ms.exec(readme) ?? [];
    t.equal(name, 'fails-closed.test.mjs');
    await writeFile(path.join(project, name), example);
    const [program = '', ...words] = command.split(' ');
    const { code, stdout, stderr } = await runIn(project, program, ...words);
    t.equal(code, 0, 'exit status', { stdout, stderr });
    t.match(stdout, /# pass 5|ℹ pass 5/, 'all of it did run');

    // The same with the mistake that it is there to find.
    await writeFile(
      path.join(project, name),
      example.replace('agent: false', 'agent: false, rejectUnauthorized: false'),
    );
    const careless = await runIn(project, program, ...words);
    t.equal(careless.code, 1, 'exit status of a careless client', careless);
    t.match(careless.stdout, /# fail 4|ℹ fail 4/);
    t.match(careless.stdout, /key/, 'and it is told what left');
  },
);
