import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const firstLine = (program: string, ...args: string[]): string => {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return (stdout || stderr || '').split('\n')[0]?.trim() ?? '';
};

/** The version of a client's library, and of what it runs on. */
export function versionOf(name: string, command: readonly string[]): string {
  const [program = ''] = command;
  switch (name) {
    case 'curl':
      return firstLine('curl', '--version').split(' ').slice(0, 2).join(' ');
    case 'urllib':
      return firstLine(program, '--version');
    case 'requests':
    case 'httpx':
    case 'aiohttp':
      return `${name} ${firstLine(program, '-c', `import ${name}; print(${name}.__version__)`)}`;
    case 'fetch':
      return `Node ${process.version}`;
    case 'undici':
    case 'axios': {
      const url = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
      return `${name} ${JSON.parse(readFileSync(url, 'utf8')).version}`;
    }
    case 'go':
      return firstLine('go', 'version').split(' ').at(2) ?? '';
    case 'java':
      return firstLine('java', '-version');
    default:
      return '';
  }
}
