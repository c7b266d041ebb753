import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';

const docs = path.resolve(import.meta.dirname, '../../docs');

for (const name of ['library.md', 'testcontainers.md']) {
  t.test(
    `${name} shows its examples as the files that a test runs, and links to files that are there`,
    async (t) => {
      const page = await readFile(path.join(docs, name), 'utf8');
      const shown = Array.from(page.matchAll(/<!-- file: (\S+) -->\n```\w+\n([\s\S]*?)```/g));
      t.ok(shown.length > 0);
      for (const [, file = '', text] of shown) {
        t.equal(text, await readFile(path.join(docs, '..', file), 'utf8'), file);
      }
      for (const [, target = ''] of page.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        await t.resolves(access(path.join(docs, target)), target);
      }
    },
  );
}
