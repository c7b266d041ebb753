import type { Fact, FidelityRow, FidelitySection } from './fidelity-facts.ts';
import type { Assumption } from './fidelity-marks.ts';

/**
 * The tables of `docs/fidelity.md`: a section a subject, and in it what is documented, observed and assumed. A mark
 * that no row names gets a row in the section that its file belongs to.
 *
 * @throws Error where a row names a mark that the code does not have
 */
export function fidelityTables(marks: readonly Assumption[], sections: readonly FidelitySection[]): string {
  const byId = new Map(marks.map((mark) => [mark.id, mark]));
  const named = new Set(sections.flatMap(({ rows }) => rows.flatMap(({ assumed }) => assumed ?? [])));
  const left = marks.filter(({ id }) => !named.has(id));
  return sections
    .flatMap((section) => {
      const own = left.filter((mark) => homeOf(mark, sections) === section);
      const rows = [...section.rows, ...own.map(({ id }) => ({ subject: words(id), assumed: [id] }))];
      return rows.length === 0 ? [] : [sectionText(section.title, rows, byId)];
    })
    .join('\n\n');
}

/** The section with the longest beginning of the file's path. */
function homeOf({ file }: Assumption, sections: readonly FidelitySection[]): FidelitySection | undefined {
  let best: { section: FidelitySection; length: number } | undefined;
  for (const section of sections) {
    for (const start of section.home) {
      if (file.startsWith(start) && (best === undefined || start.length > best.length))
        best = { section, length: start.length };
    }
  }
  return best?.section;
}

const words = (id: string): string => `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`;

function sectionText(
  title: string,
  rows: readonly FidelityRow[],
  marks: ReadonlyMap<string, Assumption>,
): string {
  return [
    `## ${title}`,
    '',
    '| | documented | observed by users | assumed here |',
    '|---|---|---|---|',
    ...rows.map(({ subject, documented, observed, assumed }) => {
      const guesses = (assumed ?? []).map((id) => guess(id, marks.get(id)));
      return `| ${[`**${subject}**`, fact(documented), fact(observed), guesses.join('<br>')].map(cell).join(' | ')} |`;
    }),
  ].join('\n');
}

const fact = (known: Fact | undefined): string =>
  known === undefined ? '' : `${known.says} *${known.source}*`;

function guess(id: string, mark: Assumption | undefined): string {
  if (mark === undefined) throw new Error(`A row names the mark "${id}", which the code does not have.`);
  const { file, says, change } = mark;
  const sentence = `${says.charAt(0).toUpperCase()}${says.slice(1)}`;
  return `<a id="${id}"></a>[\`${id}\`](../${file}): ${sentence} *Changed by* ${change}.`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
