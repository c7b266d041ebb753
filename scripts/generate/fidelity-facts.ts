import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

/** Something that is known, and its source. Both are Markdown. */
export interface Fact {
  says: string;
  source: string;
}

/** One thing that a router does: what Microsoft documents, what users have shown, what is assumed here. */
export interface FidelityRow {
  subject: string;
  documented?: Fact;
  observed?: Fact;
  /** Ids of marks in the code. */
  assumed?: string[];
}

export interface FidelitySection {
  title: string;
  rows: FidelityRow[];
  /** Beginnings of file paths: marks of these files that no row names get rows of their own here. */
  home: string[];
}

/** `docs/fidelity.yaml` as it is written. */
interface FidelityFile {
  articles: Record<string, { title: string; url: string }>;
  sections: (Omit<FidelitySection, 'rows'> & {
    rows: (Omit<FidelityRow, 'documented' | 'observed'> & {
      /** What an article documents, and the heading that it stands under. */
      documented?: { article: string; heading?: string; says: string };
      /** What users have shown; threads as `owner/repository#number`. */
      observed?: { threads: string[]; says: string };
    })[];
  })[];
}

/** Reads `docs/fidelity.yaml`. @throws Error where a row names an article that the file does not have */
export async function readFidelity(root: string): Promise<FidelitySection[]> {
  const text = await readFile(path.join(root, 'docs/fidelity.yaml'), 'utf8');
  const { articles, sections }: FidelityFile = parse(text);
  return sections.map(({ title, home, rows }) => ({
    title,
    home,
    rows: rows.map(({ documented, observed, ...row }) => ({
      ...row,
      ...(documented === undefined ? {} : { documented: documentedFact(documented, articles) }),
      ...(observed === undefined ? {} : { observed: observedFact(observed) }),
    })),
  }));
}

function documentedFact(
  { article, heading, says }: { article: string; heading?: string; says: string },
  articles: FidelityFile['articles'],
): Fact {
  const found = articles[article];
  if (found === undefined) throw new Error(`A row names the article "${article}", which is not in the list.`);
  const { title, url } = found;
  return { says, source: `[${title}](${url})${heading === undefined ? '' : `, "${heading}"`}` };
}

function observedFact({ threads, says }: { threads: string[]; says: string }): Fact {
  const links = threads.map((thread) => {
    const [repository = '', number = ''] = thread.split('#');
    const name = repository.slice(repository.indexOf('/') + 1);
    return `[${name}#${number}](https://github.com/${repository}/issues/${number})`;
  });
  return { says, source: links.join(', ') };
}
