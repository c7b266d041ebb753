import { type FieldClient, RIGHT_CLIENTS } from './example-clients.ts';

const at = (file: string): string => `scripts/field-test/programs/${file}`;

function example(name: string, title: string, as = name): FieldClient {
  const found = RIGHT_CLIENTS.find((client) => client.name === name);
  if (found === undefined) throw new Error(`There is no example client "${name}".`);
  return { ...found, name: as, title };
}

function shell(name: string, title: string, ...needs: string[]): FieldClient {
  const file = at(`${name}.sh`);
  return { name, title, file, command: ['sh', file], shown: `sh ${file}`, needs };
}

function python(name: string, title: string, program: string, kind: 'default' | 'strict'): FieldClient {
  const file = at('python_ssl.py');
  const shown = `${program} ${file} ${kind}`;
  return { name, title, file, command: ['{interpreter}', file, kind], shown, needs: [program] };
}

const java = example('java', 'Java, HttpClient', 'java-http-client');
const urlConnection = at('UrlConnectionClient.java');

/** Clients whose verification is another's code, in the order of the columns of docs/ground-truth.md. */
export const GROUND_TRUTH_CLIENTS: readonly FieldClient[] = [
  example('curl', 'curl'),
  shell('openssl', 'openssl s_client -verify_return_error -verify_hostname', 'openssl'),
  python('python', 'Python, ssl.create_default_context()', 'python3', 'default'),
  python('python-strict', 'Python with VERIFY_X509_STRICT', 'python3', 'strict'),
  python('python-3.13', 'Python 3.13, ssl.create_default_context()', 'python3.13', 'default'),
  example('fetch', 'Node, fetch', 'node'),
  example('go', 'Go, net/http'),
  java,
  {
    ...java,
    name: 'java-url-connection',
    title: 'Java, HttpsURLConnection',
    file: urlConnection,
    build: ['javac', '-d', '{build}', urlConnection],
    command: [...java.command.slice(0, -1), 'UrlConnectionClient'],
    shown: `java ${urlConnection}`,
  },
  shell('gnutls', 'gnutls-cli', 'gnutls-cli'),
  shell('chromium', 'Chromium, headless', 'chromium', 'certutil'),
];

/** Those that every run of the tests compares with the catalogue. */
export const HOLDING_CLIENTS = GROUND_TRUTH_CLIENTS.filter(({ name }) =>
  ['curl', 'openssl', 'python', 'node'].includes(name),
);
