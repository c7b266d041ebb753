import type { Via } from './lane.ts';

/** Variables that turn checks off in a runtime, whatever the client's code says. */
const SWITCHED_OFF: readonly { name: string; says: string; off(value: string): string | null }[] = [
  {
    name: 'NODE_TLS_REJECT_UNAUTHORIZED',
    says: 'Node verifies no certificate with it',
    off: (value) => (value === '0' ? '0' : null),
  },
  {
    name: 'PYTHONHTTPSVERIFY',
    says: 'Python builds of Linux distributions verify no certificate with it (PEP 493)',
    off: (value) => (value === '0' ? '0' : null),
  },
  {
    name: 'GIT_SSL_NO_VERIFY',
    says: 'Git verifies no certificate with it',
    off: (value) => (value === '' ? null : value),
  },
  {
    name: 'GODEBUG',
    says: 'Go verifies certificates by other rules with it',
    off: (value) =>
      value
        .split(',')
        .filter((setting) => setting.startsWith('x509'))
        .join(',') || null,
  },
];

/** Variables that the client is given with the CA of its world. */
const REPLACED: readonly string[] = [
  ...['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'DENO_CERT'],
  'GIT_SSL_CAINFO',
];

/** Variables that stay as they are, and that some runtimes prefer to what the client is given. */
const KEPT: readonly string[] = ['SSL_CERT_DIR', 'CURL_SSL_BACKEND', 'PERL_LWP_SSL_CA_FILE'];

const PROXY = /^(https?|all|ftp|wss?)_proxy$/i;

/**
 * What in the environment of this process decides about the client's TLS, a sentence each. A right client looks wrong with a
 * check switched off, and a wrong one right with a variable that is only set here. Values of proxies are not named: they
 * may hold passwords. Pure.
 *
 * @param via a container does not inherit this environment
 */
export function adviseOnEnvironment(env: NodeJS.ProcessEnv, via: Via): string[] {
  if (via === 'docker') return [];
  const set = (name: string): boolean => (env[name] ?? '') !== '';
  const off = SWITCHED_OFF.flatMap(({ name, says, off }) => {
    const value = off(env[name] ?? '');
    return value === null
      ? []
      : [`${name} is set to ${value} here: ${says}, so a right client looks wrong. Unset it.`];
  });
  const replaced = REPLACED.filter(set);
  const kept = KEPT.filter(set);
  const proxies = Object.keys(env).filter((name) => PROXY.test(name) && set(name));
  return [
    ...off,
    ...listed(replaced, 'set here; the client is given the CA of its world in place of the value'),
    ...listed(kept, 'set here and left as it is; a runtime may trust what it names'),
    ...listed(proxies, "set here and taken out of the client's environment, so that it stays in its world"),
  ];
}

const listed = (names: readonly string[], what: string): string[] =>
  names.length === 0 ? [] : [`${names.toSorted().join(', ')}: ${what}.`];
