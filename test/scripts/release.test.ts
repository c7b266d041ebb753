import t from 'tap';
import { type Checkout, objections } from '../../scripts/release/objections.ts';

const good: Checkout = {
  version: '1.2.0',
  changelog: '# Changelog\n\n## [1.2.0] - 2026-01-31\n\n- It scores.\n\n## 1.1.0\n',
  changedFiles: [],
  tags: ['latest', 'v1.2.0'],
};

t.test('a clean, tagged commit whose changes are described is released', async (t) => {
  t.strictSame(objections(good), []);
  t.strictSame(objections({ ...good, changelog: '## 1.2.0\n' }), []);
});

const rows: [string, Partial<Checkout>, RegExp][] = [
  ['a change that is not committed', { changedFiles: [' M index.ts'] }, /not committed.*\n M index\.ts/],
  [
    'a version that CHANGELOG.md does not know',
    { changelog: '## 1.2.0-rc.1\n## 11.2.0\n' },
    /no section for 1\.2\.0/,
  ],
  ['a commit without a tag', { tags: [] }, /has no tag; run "git tag v1\.2\.0"/],
  ['a tag of another version', { tags: ['v1.1.0'] }, /has the tag v1\.1\.0/],
];

for (const [what, change, objection] of rows) {
  t.test(`${what} is no release`, async (t) => {
    const found = objections({ ...good, ...change });
    t.equal(found.length, 1);
    t.match(found[0], objection);
  });
}
