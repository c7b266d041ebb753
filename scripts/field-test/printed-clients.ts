import type { FieldClient } from './example-clients.ts';
import { RIGHT_CLIENTS } from './example-clients.ts';
import { GROUND_TRUTH_CLIENTS } from './ground-truth-clients.ts';
import { NODE_LINES, type TakeTexts, take, takeLast } from './printed-texts.ts';

/** A client whose errors are of interest word by word. */
export interface PrintedClient extends FieldClient {
  /** Finds in what it printed on stderr the texts that a person would search for. */
  takeTexts: TakeTexts;
}

const at = (file: string): string => `scripts/field-test/programs/printed/${file}`;

function known(
  list: readonly FieldClient[],
  name: string,
  title: string,
  takeTexts: TakeTexts,
): PrintedClient {
  const found = list.find((client) => client.name === name);
  if (found === undefined) throw new Error(`There is no client "${name}".`);
  return { ...found, title, takeTexts };
}

function shell(name: string, needs: string, takeTexts: TakeTexts): PrintedClient {
  const file = at(`${name}.sh`);
  const command = ['sh', file];
  return { name, title: needs, file, command, shown: command.join(' '), needs: [needs], takeTexts };
}

function python(library: string): PrintedClient {
  const file = at('printed.py');
  const isPackage = library !== 'urllib';
  return {
    ...{ name: library, title: `Python ${library}`, file, needs: ['python3'], takeTexts: takeLast },
    ...{ command: ['{python}', file, library], shown: `python3 ${file} ${library}` },
    ...(isPackage ? { library } : {}),
  };
}

function node(library: string): PrintedClient {
  const file = at('printed.mjs');
  const isPackage = ['undici', 'axios'].includes(library);
  return {
    ...{ name: library, title: `Node ${library}`, file, needs: [], takeTexts: take(NODE_LINES) },
    ...{ command: ['{node}', file, library], shown: `node ${file} ${library}` },
    ...(isPackage ? { library } : {}),
  };
}

function script(interpreter: string, title: string, extension: string, takeTexts: TakeTexts): PrintedClient {
  const file = at(`printed.${extension}`);
  const command = [interpreter, file];
  const needs = [interpreter];
  return { name: interpreter, title, file, command, shown: command.join(' '), needs, takeTexts };
}

/** The example clients print `did not score:` before the words of their library. */
const AFTER_OWN_WORDS = /^did not score: (?:Post "[^"]*": )?(?!answered with|no answer|no result)(.*)$/gm;

/** All that are tried, each alone. */
export const PRINTED_CLIENTS: readonly PrintedClient[] = [
  known(RIGHT_CLIENTS, 'curl', 'curl', take(/^(curl: .*)$/gm)),
  shell('wget', 'wget', take(/^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d )?(?!URL:|https?:)(.+)$/gm)),
  known(
    GROUND_TRUTH_CLIENTS,
    'openssl',
    'openssl s_client',
    take(/^(?:[0-9A-F]{8,}:)?(verify error:.*|error:.*|(?:write|read):errno=.*)$/gm),
  ),
  python('urllib'),
  python('requests'),
  python('httpx'),
  python('aiohttp'),
  node('fetch'),
  node('https'),
  node('undici'),
  node('axios'),
  known(RIGHT_CLIENTS, 'go', 'Go net/http', take(AFTER_OWN_WORDS)),
  known(RIGHT_CLIENTS, 'java', 'Java HttpClient', take(AFTER_OWN_WORDS)),
  known(GROUND_TRUTH_CLIENTS, 'java-url-connection', 'Java HttpsURLConnection', take(AFTER_OWN_WORDS)),
  script('ruby', 'Ruby Net::HTTP', 'rb', take(/^\S+:\d+:in [`'][^']*': (.*)$/gm)),
  script('perl', 'Perl HTTP::Tiny', 'pl', take(/^599 Internal Exception: (.*)$/gm)),
  script('php', 'PHP file_get_contents', 'php', take(/^(?:Warning: )?((?:file_get_contents|error:).*)$/gm)),
  shell('gnutls', 'gnutls-cli', take(/^(\*\*\* .*|- Status: .* NOT .*|\|<1>\| .*|Cannot .*)$/gm)),
];

/** Scenarios whose errors people search for; the catalogue has more that print the same words. */
export const WELL_KNOWN: readonly string[] = [
  ...['self-signed', 'untrusted-root', 'impostor-root', 'man-in-the-middle', 'incomplete-chain'],
  ...['chain-without-intermediate', 'wrong-intermediate', 'client-auth-only', 'intermediate-without-ca-flag'],
  ...[
    'intermediate-without-key-cert-sign',
    'path-length-exceeded',
    'name-constraints-violated',
    'leaf-as-ca',
  ],
  ...['unknown-critical-extension', 'tampered-signature', 'rsa-1024', 'sha1-signature', 'md5-signature'],
  ...['revoked-ocsp-staple', 'oversized-certificate', 'missing-aki', 'no-digital-signature'],
  ...['expired', 'expired-a-year-ago', 'expired-intermediate', 'expired-root', 'not-yet-valid'],
  ...['fqdn-mismatch', 'sibling-subdomain', 'wildcard-too-deep', 'common-name-only', 'ip-address-mismatch'],
  ...['ip-address-uri', 'ip-address-as-dns-name', 'trailing-dot'],
  ...[
    'alert-handshake-failure',
    'alert-internal-error',
    'alert-unrecognized-name',
    'anonymous-cipher',
    'cbc',
  ],
  ...['null-cipher', 'static-rsa', 'dh1024', 'certificate-without-key', 'close-after-client-hello'],
  ...[
    'cut-before-finished',
    'flipped-bit',
    'old-server-hello',
    'oversized-record',
    'random-bytes',
    'unknown-curve',
  ],
  ...['reset-after-client-hello', 'reset-large-hello', 'stall-after-client-hello', 'renegotiation-by-server'],
  ...['tls-v1-0', 'tls-v1-1', 'tls-fallback-scsv', 'http-on-tls-port'],
  ...['body-cut-short', 'body-reset', 'chunked-body-cut', 'empty-reply', 'no-answer'],
  ...['dns-missing-record', 'dns-servfail', 'dns-silent', 'dns-refused', 'dns-no-address', 'dns-cname-loop'],
  ...['dns-stale-record', 'wrong-key', 'endpoint-unknown', 'no-replica', 'model-crashes', 'request-timeout'],
];
