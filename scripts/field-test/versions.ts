import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ReadyClient } from './prepare.ts';

const run = promisify(execFile);

/** Prints the versions of a library, of Python and of the TLS that it was built with. */
const PYTHON_VERSIONS = `
import importlib.metadata, platform, ssl, sys
library = "".join(f"{name} {importlib.metadata.version(name)}, " for name in sys.argv[1:])
print(f"{library}Python {platform.python_version()}, {' '.join(ssl.OPENSSL_VERSION.split()[:2])}")
`;

const PERL_VERSIONS =
  'printf "HTTP::Tiny %s, IO::Socket::SSL %s, Perl %vd", $HTTP::Tiny::VERSION, $IO::Socket::SSL::VERSION, $^V';
const PHP_VERSIONS =
  'echo "PHP ", PHP_VERSION, ", ", implode(" ", array_slice(explode(" ", OPENSSL_VERSION_TEXT), 0, 2));';

/** The version of a client's library, and of what it runs on; empty where the program does not print one. */
export async function versionOf({ client, command: [program = ''] }: ReadyClient): Promise<string> {
  const { library, needs, command } = client;
  const runtime = command[0] === '{node}' ? 'node' : (needs[0] ?? '');
  const libraries = library === undefined ? [] : [library];
  switch (runtime) {
    case 'node': {
      const packages = await Promise.all(
        libraries.map(async (name) => `${name} ${await packageVersion(name)}, `),
      );
      return `${packages.join('')}Node ${process.versions.node}, OpenSSL ${process.versions.openssl}`;
    }
    case 'curl': {
      const printed = await printedBy('curl', '--version');
      const tls = /\b(OpenSSL|GnuTLS|LibreSSL|wolfSSL|mbedTLS|BoringSSL|Schannel)\/\S+/.exec(printed)?.[0];
      return `${first(/^curl \S+/, printed)}${tls === undefined ? '' : `, ${tls.replace('/', ' ')}`}`;
    }
    case 'openssl':
      return first(/^\S+ \S+/, await printedBy('openssl', 'version'));
    case 'go':
      return first(/go\d\S*/, await printedBy('go', 'version'));
    case 'java':
      return first(/^\S+ \S+/, await printedBy('java', '--version'));
    case 'wget':
      return first(/Wget \S+/, await printedBy('wget', '--version'));
    case 'ruby':
      return printedBy(
        'ruby',
        '-ropenssl',
        '-e',
        'print "Ruby #{RUBY_VERSION}, #{OpenSSL::OPENSSL_VERSION[/\\S+ \\S+/]}"',
      );
    case 'perl':
      return printedBy('perl', '-MHTTP::Tiny', '-MIO::Socket::SSL', '-e', PERL_VERSIONS);
    case 'php':
      return printedBy('php', '-r', PHP_VERSIONS);
    case 'gnutls-cli':
      return first(/^gnutls-cli \S+/, await printedBy('gnutls-cli', '--version'));
    case 'chromium':
      return first(/Chromium \S+/, await printedBy('chromium', '--version'));
    default:
      return printedBy(program, '-c', PYTHON_VERSIONS, ...libraries);
  }
}

const first = (pattern: RegExp, text: string): string => pattern.exec(text)?.[0] ?? '';

/** What a command prints; empty where it does not work. */
async function printedBy(command: string, ...args: string[]): Promise<string> {
  try {
    const { stdout, stderr } = await run(command, args);
    return stdout.trim() || stderr.trim();
  } catch {
    return '';
  }
}

async function packageVersion(name: string): Promise<string> {
  const file = path.resolve(import.meta.dirname, `../../node_modules/${name}/package.json`);
  return JSON.parse(await readFile(file, 'utf8')).version;
}
