import path from 'node:path';
import { compile, type GroundTruthClient, printedBy } from './client.ts';

const root = path.resolve(import.meta.dirname, '../..');
const inRepository = (file: string): string => path.join(root, file);

const CURL = 'examples/clients/curl/score.sh';
const OPENSSL = 'scripts/ground-truth/clients/openssl.sh';
const GNUTLS = 'scripts/ground-truth/clients/gnutls.sh';
const CHROMIUM = 'scripts/ground-truth/clients/chromium.sh';
const PYTHON = 'scripts/ground-truth/clients/python_ssl.py';
const NODE = 'examples/clients/node/fetch-client.mjs';
const GO = 'examples/clients/go/main.go';

const curl: GroundTruthClient = {
  name: 'curl',
  title: 'curl',
  shown: `sh ${CURL}`,
  version: async () => {
    const printed = await printedBy('curl', '--version');
    return /^curl \S+/.exec(printed ?? '')?.[0].concat(tlsLibrary(printed ?? '')) ?? null;
  },
  prepare: async () => ({ command: 'sh', args: [inRepository(CURL)] }),
};

/** `, OpenSSL/3.5.1` out of what curl says of its parts. */
function tlsLibrary(printed: string): string {
  const found = /\b(OpenSSL|GnuTLS|LibreSSL|wolfSSL|mbedTLS|BoringSSL|Schannel)(\/\S+)?/i.exec(printed);
  return found === null ? '' : `, ${found[0]}`;
}

const openssl: GroundTruthClient = {
  name: 'openssl',
  title: 'openssl s_client -verify_return_error -verify_hostname',
  shown: `sh ${OPENSSL}`,
  version: async () => /^\S+ \S+/.exec((await printedBy('openssl', 'version')) ?? '')?.[0] ?? null,
  prepare: async () => ({ command: 'sh', args: [inRepository(OPENSSL)] }),
};

const gnutls: GroundTruthClient = {
  name: 'gnutls',
  title: 'gnutls-cli',
  shown: `sh ${GNUTLS}`,
  version: async () =>
    /^gnutls-cli \S+/.exec((await printedBy('gnutls-cli', '--version')) ?? '')?.[0] ?? null,
  prepare: async () => ({ command: 'sh', args: [inRepository(GNUTLS)] }),
};

/** Asks the interpreter where it is: what is found on the path may be a script that looks it up each time. */
const pythonAt = (command: string): Promise<string | null> =>
  printedBy(command, '-c', 'import sys; print(sys.executable)');

function python(name: string, title: string, command: string, kind: 'default' | 'strict'): GroundTruthClient {
  return {
    name,
    title,
    shown: `${command} ${PYTHON} ${kind}`,
    version: () =>
      printedBy(
        command,
        '-c',
        'import platform, ssl; print(f"Python {platform.python_version()}, {ssl.OPENSSL_VERSION[:14].strip()}")',
      ),
    prepare: async () => ({
      command: (await pythonAt(command)) ?? command,
      args: [inRepository(PYTHON), kind],
    }),
  };
}

const node: GroundTruthClient = {
  name: 'node',
  title: 'Node, fetch',
  shown: `node ${NODE}`,
  version: async () => `Node ${process.versions.node}, OpenSSL ${process.versions.openssl}`,
  prepare: async () => ({ command: process.execPath, args: [inRepository(NODE)] }),
};

const go: GroundTruthClient = {
  name: 'go',
  title: 'Go, net/http',
  shown: `go run ${GO}`,
  version: async () => /go\d\S*/.exec((await printedBy('go', 'version')) ?? '')?.[0] ?? null,
  prepare: async (folder) => {
    const program = path.join(folder, 'score');
    await compile('go', ['build', '-o', program, inRepository(GO)], { CGO_ENABLED: '0' });
    return { command: program, args: [] };
  },
};

function java(name: string, title: string, source: string): GroundTruthClient {
  return {
    name,
    title,
    shown: `java ${source}`,
    version: async () => {
      const compiler = await printedBy('javac', '-version');
      const found = await printedBy('java', '--version');
      return compiler === null ? null : (/^\S+ \S+/.exec(found ?? '')?.[0] ?? null);
    },
    prepare: async (folder) => {
      await compile('javac', ['-d', folder, inRepository(source)]);
      // For a program that runs for half a second: half of the processor's time.
      const quick = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
      return { command: 'java', args: [...quick, '-cp', folder, path.basename(source, '.java')] };
    },
  };
}

const chromium: GroundTruthClient = {
  name: 'chromium',
  title: 'Chromium, headless',
  shown: `sh ${CHROMIUM}`,
  version: async () => {
    const certutil = await printedBy('sh', '-c', 'command -v certutil');
    const found = await printedBy('chromium', '--version');
    return certutil === null ? null : (/Chromium \S+/.exec(found ?? '')?.[0] ?? null);
  },
  prepare: async () => ({ command: 'sh', args: [inRepository(CHROMIUM)] }),
};

/** In the order of the matrix's columns. */
export const CLIENTS: readonly GroundTruthClient[] = [
  curl,
  openssl,
  python('python', 'Python, ssl.create_default_context()', 'python3', 'default'),
  python('python-strict', 'Python with VERIFY_X509_STRICT', 'python3', 'strict'),
  python('python-3.13', 'Python 3.13, ssl.create_default_context()', 'python3.13', 'default'),
  node,
  go,
  java('java-http-client', 'Java, HttpClient', 'examples/clients/java/ScoringClient.java'),
  java(
    'java-url-connection',
    'Java, HttpsURLConnection',
    'scripts/ground-truth/clients/UrlConnectionClient.java',
  ),
  gnutls,
  chromium,
];

/** Those that hold the catalogue in place with each run of the tests. */
export const HOLDING_CLIENTS: readonly GroundTruthClient[] = CLIENTS.filter(({ name }) =>
  ['curl', 'openssl', 'python', 'node'].includes(name),
);
