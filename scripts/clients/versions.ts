import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { printedBy } from '../ground-truth/client.ts';
import type { ExampleClient } from './list.ts';

/** Prints the versions of a library, of Python and of the TLS that it was built with. */
const PYTHON_VERSIONS = `
import importlib.metadata, platform, ssl, sys
library = "".join(f"{name} {importlib.metadata.version(name)}, " for name in sys.argv[1:])
print(f"{library}Python {platform.python_version()}, {' '.join(ssl.OPENSSL_VERSION.split()[:2])}")
`;

/**
 * The version of a client's library, and of what it runs on.
 *
 * @param command the client's, as it was prepared
 */
export async function versionOf({ name }: ExampleClient, command: readonly string[]): Promise<string> {
  const [program = ''] = command;
  const node = `Node ${process.versions.node}, OpenSSL ${process.versions.openssl}`;
  switch (name) {
    case 'curl':
      return (
        /^curl \S+/.exec((await printedBy('curl', '--version')) ?? '')?.[0].concat(await tlsOfCurl()) ?? ''
      );
    case 'urllib':
      return (await printedBy(program, '-c', PYTHON_VERSIONS)) ?? '';
    case 'requests':
    case 'httpx':
    case 'aiohttp':
      return (await printedBy(program, '-c', PYTHON_VERSIONS, name)) ?? '';
    case 'fetch':
      return node;
    case 'undici':
    case 'axios':
      return `${name} ${await packageVersion(name)}, ${node}`;
    case 'go':
      return /go\d\S*/.exec((await printedBy('go', 'version')) ?? '')?.[0] ?? '';
    case 'java':
      return /^\S+ \S+/.exec((await printedBy('java', '--version')) ?? '')?.[0] ?? '';
    default:
      return '';
  }
}

async function tlsOfCurl(): Promise<string> {
  const found = /\b(OpenSSL|GnuTLS|LibreSSL|BoringSSL|Schannel)\/\S+/.exec(
    (await printedBy('curl', '-V')) ?? '',
  );
  return found === null ? '' : `, ${found[0].replace('/', ' ')}`;
}

async function packageVersion(name: string): Promise<string> {
  const file = path.resolve(import.meta.dirname, `../../node_modules/${name}/package.json`);
  return JSON.parse(await readFile(file, 'utf8')).version;
}
