import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

/** A lesson as its files have it; the page's own types say more of its conditions. */
export interface LessonData {
  name: string;
  title: string;
  about: string;
  minutes: number;
  steps: {
    title: string;
    text: string;
    hint: string;
    command?: string;
    action?: { button: string; method: string };
    go?: { words: string; to: string };
    choose?: { question: string; options: string[]; right: string };
    seen: Record<string, unknown>;
  }[];
}

const folder = path.resolve(import.meta.dirname, '../../page/lessons');

/** All lessons in the order of their folders; `lesson.yaml` is the lesson, every other YAML file one of its steps. */
export async function readLessons(): Promise<LessonData[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const files = (await readdir(path.join(folder, name))).filter((file) => file.endsWith('.yaml')).sort();
      const read = async (file: string) => parse(await readFile(path.join(folder, name, file), 'utf8'));
      const steps = await Promise.all(files.filter((file) => file !== 'lesson.yaml').map(read));
      return { name: name.replace(/^\d+-/, ''), ...(await read('lesson.yaml')), steps };
    }),
  );
}
