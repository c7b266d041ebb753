import { gzipSync } from 'node:zlib';
import t from 'tap';
import { bundlePage } from '../../scripts/page/bundle.ts';

/** Bytes of the page in all, gzipped: what a first visit costs. */
const BUDGET = 60 * 1024;

t.test('the page stays small, and asks nothing of another host', async (t) => {
  const files = await bundlePage();
  const sent = ['index.html', 'page.js', 'page.css'];
  const sizes = sent.map((name) => gzipSync(files[name] ?? '', { level: 9 }).length);
  t.comment(sent.map((name, index) => `${name}: ${sizes[index]} bytes gzipped`).join(', '));
  t.ok(
    sizes.every((size) => size > 100),
    'all of it is there',
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  t.ok(total <= BUDGET, `${total} of ${BUDGET} bytes`);
  for (const name of sent)
    t.notMatch(files[name], /(src|href)="https?:|url\(["']?https?:|@import ["']?https?:/);
  t.notMatch(files['index.html'], /<script>|<style|onload=/, 'nothing that the policy would refuse');
});

t.test('what lessons hand out and every fixture is part of it', async (t) => {
  const files = await bundlePage();
  for (const program of ['amber', 'birch', 'cedar']) t.match(files[`programs/${program}.py`], /^"""Scores/);
  t.ok(Object.keys(files).filter((name) => name.startsWith('fixtures/')).length >= 6);
});
