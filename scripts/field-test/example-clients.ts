import type { Mistake } from '../../verify/diagnosis/mistakes.ts';

/** A client that the field test runs, and how. */
export interface FieldClient {
  /** Stable: a column of the page. */
  name: string;
  title: string;
  /** From the root of a checkout. */
  file: string;
  /**
   * Words of its command. `{node}` is the Node that runs this, `{python}` a Python that has the packages of
   * `requirements.txt`, `{interpreter}` the first of the needed programs as it names itself, `{build}` what was built.
   */
  command: string[];
  /** The command as a person would type it. */
  shown: string;
  /** Programs that have to be installed. */
  needs: string[];
  /** Words of a command that comes first: it makes `{build}`, or fails where a module is missing. */
  build?: string[];
  /** Package whose version is shown beside that of the runtime. */
  library?: string;
}

/** A client with one mistake, and the findings that show it. */
export interface WrongClient extends FieldClient {
  /** What the diagnosis must name first. */
  mistake: Mistake;
  /** Scenario by scenario, the finding that the mistake must lead to. */
  caughtBy: Readonly<Record<string, string>>;
}

type Names = readonly [name: string, title: string, file: string];

const at = (file: string): string => `examples/clients/${file}`;

function shell(...[name, title, file]: Names): FieldClient {
  const command = ['sh', at(file)];
  return { name, title, file: at(file), command, shown: command.join(' '), needs: ['curl'] };
}

function python(...[name, title, file]: Names): FieldClient {
  const shown = `python3 ${at(file)}`;
  return { name, title, file: at(file), command: ['{python}', at(file)], shown, needs: ['python3'] };
}

function node(...[name, title, file]: Names): FieldClient {
  const shown = `node ${at(file)}`;
  return { name, title, file: at(file), command: ['{node}', at(file)], shown, needs: [] };
}

/** @param probe a command that fails where a module is missing */
function script(interpreter: string, probe: string[] | null, ...[name, title, file]: Names): FieldClient {
  const command = [interpreter, at(file)];
  const client = { name, title, file: at(file), command, shown: command.join(' '), needs: [interpreter] };
  return probe === null ? client : { ...client, build: [interpreter, ...probe] };
}

const ruby = (...names: Names): FieldClient => script('ruby', null, ...names);
const php = (...names: Names): FieldClient => script('php', ['-r', 'pcntl_alarm(0);'], ...names);
const perl = (...names: Names): FieldClient => script('perl', ['-MIO::Socket::SSL', '-e', '1'], ...names);

function go(...[name, title, file]: Names): FieldClient {
  return {
    name,
    title,
    file: at(file),
    build: ['go', 'build', '-o', '{build}', at(file)],
    command: ['{build}'],
    shown: `go run ${at(file)}`,
    needs: ['go'],
  };
}

function java(...[name, title, file]: Names): FieldClient {
  const main = file.replace(/^.*\/|\.java$/g, '');
  return {
    name,
    title,
    file: at(file),
    build: ['javac', '-d', '{build}', at(file)],
    // For a program that runs for half a second: half of the processor's time.
    command: ['java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', '{build}', main],
    shown: `java ${at(file)}`,
    needs: ['java', 'javac'],
  };
}

export const RIGHT_CLIENTS: readonly FieldClient[] = [
  shell('curl', 'curl', 'curl/score.sh'),
  python('urllib', 'Python urllib', 'python/urllib_client.py'),
  { ...python('requests', 'Python requests', 'python/requests_client.py'), library: 'requests' },
  { ...python('httpx', 'Python httpx', 'python/httpx_client.py'), library: 'httpx' },
  { ...python('aiohttp', 'Python aiohttp', 'python/aiohttp_client.py'), library: 'aiohttp' },
  node('fetch', 'Node fetch', 'node/fetch-client.mjs'),
  { ...node('undici', 'Node undici', 'node/undici-client.mjs'), library: 'undici' },
  { ...node('axios', 'Node axios', 'node/axios-client.mjs'), library: 'axios' },
  go('go', 'Go net/http', 'go/main.go'),
  java('java', 'Java HttpClient', 'java/ScoringClient.java'),
];

/** The same libraries with nothing set: what a right client has to set is what these do wrong. */
export const AS_THEY_COME: readonly FieldClient[] = [
  shell('curl-as-it-comes', 'curl', 'as-they-come/curl-as-it-comes.sh'),
  python('urllib-as-it-comes', 'urllib', 'as-they-come/urllib_as_it_comes.py'),
  python('requests-as-it-comes', 'requests', 'as-they-come/requests_as_it_comes.py'),
  python('httpx-as-it-comes', 'httpx', 'as-they-come/httpx_as_it_comes.py'),
  python('aiohttp-as-it-comes', 'aiohttp', 'as-they-come/aiohttp_as_it_comes.py'),
  node('fetch-as-it-comes', 'fetch', 'as-they-come/fetch-as-it-comes.mjs'),
  node('undici-as-it-comes', 'undici', 'as-they-come/undici-as-it-comes.mjs'),
  node('axios-as-it-comes', 'axios', 'as-they-come/axios-as-it-comes.mjs'),
  go('go-as-it-comes', 'go', 'as-they-come/go_as_it_comes.go'),
  java('java-as-it-comes', 'java', 'as-they-come/JavaAsItComes.java'),
];

/** What a library decides by itself: where it goes when it is sent elsewhere, and how long it waits. */
export const LEFT_TO_THE_LIBRARY: readonly string[] = [
  ...[
    'redirect-301-to-http',
    'redirect-301-to-other-host',
    'redirect-307-to-http',
    'redirect-307-to-other-host',
  ],
  ...[
    'no-answer',
    'endless-body',
    'stall-after-client-hello',
    'body-cut-short',
    'chunked-body-cut',
    'overloaded-once',
  ],
];

export const WRONG_CLIENTS: readonly WrongClient[] = [
  {
    ...python(
      'unverified-context',
      'verification off, as the Studio sample does it',
      'wrong/unverified_context.py',
    ),
    mistake: 'verification-off',
    caughtBy: {
      'self-signed': 'leaked-key',
      expired: 'leaked-key',
      'fqdn-mismatch': 'leaked-key',
      'untrusted-root': 'leaked-key',
    },
  },
  {
    ...shell('insecure-curl', '`curl -k`', 'wrong/insecure-curl.sh'),
    mistake: 'verification-off',
    caughtBy: { 'self-signed': 'leaked-key', 'man-in-the-middle': 'leaked-key' },
  },
  {
    ...python(
      'no-host-name-check',
      'the chain is verified and the name is not',
      'wrong/no_host_name_check.py',
    ),
    mistake: 'name-check-off',
    caughtBy: { 'fqdn-mismatch': 'leaked-key', 'ip-address-mismatch': 'leaked-key' },
  },
  {
    ...java('accept-all-callback', 'a trust manager that accepts all', 'wrong/AcceptAllCallback.java'),
    mistake: 'verification-off',
    caughtBy: { 'untrusted-root': 'leaked-key', 'fqdn-mismatch': 'leaked-key' },
  },
  {
    ...python('falls-back-to-http', '`http://` where `https://` fails', 'wrong/falls_back_to_http.py'),
    mistake: 'http-fallback',
    caughtBy: { 'http-fallback': 'leaked-key' },
  },
  {
    ...python('follows-redirects', 'redirects left to urllib', 'wrong/follows_redirects.py'),
    mistake: 'redirect-followed-with-key',
    caughtBy: { 'redirect-301-to-http': 'leaked-key', 'redirect-301-to-other-host': 'leaked-key' },
  },
  {
    ...go('follows-redirects-go', 'redirects left to Go', 'wrong/follows_redirects.go'),
    mistake: 'redirect-followed-with-key',
    caughtBy: { 'redirect-to-http': 'leaked-key', 'redirect-to-other-host': 'leaked-data' },
  },
  {
    ...shell('ignores-cut-body', 'half a body taken for a whole one', 'wrong/ignores-cut-body.sh'),
    mistake: 'cut-body-accepted',
    caughtBy: { 'body-cut-short': 'accepted', 'chunked-body-cut': 'accepted' },
  },
  {
    ...python('no-time-out', 'no time-out', 'wrong/no_time_out.py'),
    mistake: 'no-time-out',
    caughtBy: { 'no-answer': 'hung', 'stall-after-server-hello': 'hung' },
  },
  {
    ...node('retries-for-ever', 'endless retry', 'wrong/retries-for-ever.mjs'),
    mistake: 'retries-without-end',
    caughtBy: { expired: 'hung', 'run-raises': 'hung' },
  },
  {
    ...node('retries-at-once', 'many retries at once', 'wrong/retries-at-once.mjs'),
    mistake: 'retries-without-end',
    caughtBy: { 'run-raises': 'too-many-retries', 'wrong-key': 'too-many-retries' },
  },
  {
    ...python('swallows-errors', 'errors printed and forgotten', 'wrong/swallows_errors.py'),
    mistake: 'exit-0-after-failure',
    caughtBy: { expired: 'exit-0-after-refusal', 'wrong-key': 'accepted' },
  },
  {
    ...ruby('verify-none', '`VERIFY_NONE` in Ruby', 'wrong/verify_none.rb'),
    mistake: 'verification-off',
    caughtBy: { 'self-signed': 'leaked-key', 'man-in-the-middle': 'leaked-key' },
  },
  {
    ...php('verify-peer-off', '`verify_peer` off in PHP', 'wrong/verify_peer_off.php'),
    mistake: 'verification-off',
    caughtBy: { 'self-signed': 'leaked-key', 'fqdn-mismatch': 'leaked-key' },
  },
  {
    ...perl('verify-ssl-off', '`verify_SSL` off in Perl', 'wrong/verify_ssl_off.pl'),
    mistake: 'verification-off',
    caughtBy: { 'self-signed': 'leaked-key', 'fqdn-mismatch': 'leaked-key' },
  },
  {
    ...go('skips-verify', '`InsecureSkipVerify` in Go', 'wrong/skips_verify.go'),
    mistake: 'verification-off',
    caughtBy: { 'untrusted-root': 'leaked-key', expired: 'leaked-key' },
  },
  {
    ...node('unauthorized-accepted', '`rejectUnauthorized: false`', 'wrong/unauthorized-accepted.mjs'),
    mistake: 'verification-off',
    caughtBy: { 'untrusted-root': 'leaked-key', expired: 'leaked-key' },
  },
  {
    ...php('no-peer-name', '`verify_peer_name` off in PHP', 'wrong/no_peer_name.php'),
    mistake: 'name-check-off',
    caughtBy: { 'fqdn-mismatch': 'leaked-key', 'sibling-subdomain': 'leaked-key' },
  },
  {
    ...node('compares-parent-domain', 'names compared by hand', 'wrong/compares-parent-domain.mjs'),
    mistake: 'name-check-home-made',
    caughtBy: { 'sibling-subdomain': 'leaked-key' },
  },
  {
    ...java('trusts-every-issuer', 'every issuer is trusted', 'wrong/TrustsEveryIssuer.java'),
    mistake: 'any-ca-accepted',
    caughtBy: { 'untrusted-root': 'leaked-key', 'self-signed': 'leaked-key' },
  },
  {
    ...perl('forgives-dates', 'a callback that forgives dates', 'wrong/forgives_dates.pl'),
    mistake: 'validity-check-off',
    caughtBy: { expired: 'leaked-key', 'not-yet-valid': 'leaked-key' },
  },
  {
    ...go('retries-insecurely', 'a second attempt without verification', 'wrong/retries_insecurely.go'),
    mistake: 'insecure-retry',
    caughtBy: { 'untrusted-root': 'leaked-key', 'fqdn-mismatch': 'leaked-key' },
  },
  {
    ...ruby('key-in-url', 'the key in the URL', 'wrong/key_in_url.rb'),
    mistake: 'key-in-url',
    caughtBy: {},
  },
  {
    ...ruby('ignores-status', 'an error answer taken for a score', 'wrong/ignores_status.rb'),
    mistake: 'status-ignored',
    caughtBy: { 'wrong-key': 'accepted', 'run-raises': 'accepted' },
  },
  {
    ...php('prints-false', 'a failure printed as false', 'wrong/prints_false.php'),
    mistake: 'exit-0-after-failure',
    caughtBy: { expired: 'exit-0-after-refusal', 'wrong-key': 'accepted' },
  },
  {
    ...go('no-time-out-go', 'no time-out in Go', 'wrong/no_time_out.go'),
    mistake: 'no-time-out',
    caughtBy: { 'no-answer': 'hung', 'stall-after-server-hello': 'hung' },
  },
];
