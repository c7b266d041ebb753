/** A client of `examples/clients`, and how it is run. */
export interface ExampleClient {
  name: string;
  title: string;
  /** Words of its command; `{python}` is a Python that has the packages of `requirements.txt`, `{build}` a built file. */
  command: string[];
  /** Programs that have to be installed. */
  needs: string[];
  /** Words of a command that makes `{build}` first. */
  build?: string[];
}

/** A client with one mistake, and what it is found by. */
export interface WrongClient extends ExampleClient {
  /** Scenario by scenario, the finding that the mistake must lead to. */
  caughtBy: Readonly<Record<string, string>>;
}

const at = (file: string): string => `examples/clients/${file}`;
const python = (name: string, title: string, file: string): ExampleClient => ({
  name,
  title,
  command: ['{python}', at(file)],
  needs: ['python3'],
});
const node = (name: string, title: string, file: string): ExampleClient => ({
  name,
  title,
  command: ['node', at(file)],
  needs: [],
});

export const RIGHT_CLIENTS: readonly ExampleClient[] = [
  { name: 'curl', title: 'curl', command: ['sh', at('curl/score.sh')], needs: ['curl'] },
  python('urllib', 'Python urllib', 'python/urllib_client.py'),
  python('requests', 'Python requests', 'python/requests_client.py'),
  python('httpx', 'Python httpx', 'python/httpx_client.py'),
  python('aiohttp', 'Python aiohttp', 'python/aiohttp_client.py'),
  node('fetch', 'Node fetch', 'node/fetch-client.mjs'),
  node('undici', 'Node undici', 'node/undici-client.mjs'),
  node('axios', 'Node axios', 'node/axios-client.mjs'),
  {
    name: 'go',
    title: 'Go net/http',
    build: ['go', 'build', '-o', '{build}', at('go/main.go')],
    command: ['{build}'],
    needs: ['go'],
  },
  {
    name: 'java',
    title: 'Java HttpClient',
    build: ['javac', '-d', '{build}', at('java/ScoringClient.java')],
    command: ['java', '-cp', '{build}', 'ScoringClient'],
    needs: ['java', 'javac'],
  },
];

export const WRONG_CLIENTS: readonly WrongClient[] = [
  {
    ...python(
      'unverified-context',
      'verification off, as the Studio sample does it',
      'wrong/unverified_context.py',
    ),
    caughtBy: {
      'self-signed': 'leaked-key',
      expired: 'leaked-key',
      'fqdn-mismatch': 'leaked-key',
      'untrusted-root': 'leaked-key',
    },
  },
  {
    name: 'insecure-curl',
    title: 'curl -k',
    command: ['sh', at('wrong/insecure-curl.sh')],
    needs: ['curl'],
    caughtBy: { 'self-signed': 'leaked-key', 'man-in-the-middle': 'leaked-key' },
  },
  {
    ...python(
      'no-host-name-check',
      'the chain is verified and the name is not',
      'wrong/no_host_name_check.py',
    ),
    caughtBy: { 'fqdn-mismatch': 'leaked-key', 'ip-address-mismatch': 'leaked-key' },
  },
  {
    name: 'accept-all-callback',
    title: 'a trust manager that accepts all',
    build: ['javac', '-d', '{build}', at('wrong/AcceptAllCallback.java')],
    command: ['java', '-cp', '{build}', 'AcceptAllCallback'],
    needs: ['java', 'javac'],
    caughtBy: { 'untrusted-root': 'leaked-key', 'fqdn-mismatch': 'leaked-key' },
  },
  {
    ...python('falls-back-to-http', 'http:// where https:// fails', 'wrong/falls_back_to_http.py'),
    caughtBy: { 'http-fallback': 'leaked-key' },
  },
  {
    ...python('follows-redirects', 'redirects followed with the key (urllib)', 'wrong/follows_redirects.py'),
    caughtBy: { 'redirect-301-to-http': 'leaked-key', 'redirect-301-to-other-host': 'leaked-key' },
  },
  {
    name: 'follows-redirects-go',
    title: 'redirects followed (Go)',
    build: ['go', 'build', '-o', '{build}', at('wrong/follows_redirects.go')],
    command: ['{build}'],
    needs: ['go'],
    caughtBy: { 'redirect-to-http': 'leaked-key', 'redirect-to-other-host': 'leaked-data' },
  },
  {
    name: 'ignores-cut-body',
    title: 'half a body taken for a whole one',
    command: ['sh', at('wrong/ignores-cut-body.sh')],
    needs: ['curl'],
    caughtBy: { 'body-cut-short': 'accepted', 'chunked-body-cut': 'accepted' },
  },
  {
    ...python('no-time-out', 'no time-out', 'wrong/no_time_out.py'),
    caughtBy: { 'no-answer': 'hung', 'stall-after-server-hello': 'hung' },
  },
  {
    ...node('retries-for-ever', 'endless retry', 'wrong/retries-for-ever.mjs'),
    caughtBy: { expired: 'hung', 'run-raises': 'hung' },
  },
  {
    ...node('retries-at-once', 'many retries at once', 'wrong/retries-at-once.mjs'),
    caughtBy: { 'run-raises': 'too-many-retries', 'wrong-key': 'too-many-retries' },
  },
  {
    ...python('swallows-errors', 'errors printed and forgotten', 'wrong/swallows_errors.py'),
    caughtBy: { expired: 'exit-0-after-refusal', 'wrong-key': 'accepted' },
  },
];
