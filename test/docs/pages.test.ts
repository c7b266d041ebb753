import t from 'tap';
import { probeNamespaces } from '../../verify/netns/namespaces.ts';
import { needs } from '../support/tools.ts';
import { needsOf, stepsOf } from './blocks.ts';
import { readPages } from './markdown.ts';
import { runPage } from './run-page.ts';

const pages = (await readPages()).filter(
  (page) => page.file.startsWith('docs/') && stepsOf(page).some(({ kind }) => kind === 'command'),
);

const namespaces = await probeNamespaces();
const noNamespaces = (inside: string[] | null): string | false =>
  inside !== null && !namespaces.works && process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS !== '1'
    ? namespaces.missing
    : false;

// Two at a time: a page mostly waits, and each has ports and a folder of its own.
t.jobs = 2;
for (const page of pages) {
  const { programs, inside } = needsOf(page);
  const mayCapture = !programs.includes('tshark') || process.getuid?.() === 0;
  const skip =
    needs('bash', 'curl', ...programs) ||
    (mayCapture ? noNamespaces(inside) : 'recording packets wants root');
  t.test(`${page.file} does what it says`, { skip, buffered: true }, async (t) => {
    for (const { text, wrong } of await runPage(page, t.testdir())) t.equal(wrong, null, text.trimEnd());
  });
}
