import { cp, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const LEFT_OUT = new Set(['.git', '.tap', '.azureml-fe-mock', 'coverage', 'dist', 'node_modules', 'test']);

/** Copies this checkout without its tests into a folder that exists, to be changed there. Packages are linked. */
export async function copyCheckout(target: string): Promise<void> {
  const names = (await readdir(root)).filter((name) => !LEFT_OUT.has(name));
  await Promise.all(
    names.map((name) =>
      cp(path.join(root, name), path.join(target, name), {
        recursive: true,
        filter: (file) => path.basename(file) !== 'node_modules',
      }),
    ),
  );
  await symlink(path.join(root, 'node_modules'), path.join(target, 'node_modules'));
}
