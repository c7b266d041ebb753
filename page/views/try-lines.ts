import type { Facts } from '../api-types.ts';

/** A command with which a person tries something, for one tool. */
export interface TryLine {
  label: string;
  text: string;
}

/** Stands for the key in what is shown; the key itself is fetched when it is asked for. */
export const KEY_VARIABLE = '$SCORING_KEY';

/** A path or word as a POSIX shell takes it. */
const quote = (word: string): string =>
  /^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The parts of addresses that commands are made of, for the harness's own name or for the host of a scenario. */
export function partsFor(facts: Facts, scenario: string | null) {
  const own = new URL(facts.scoringUri);
  const listener = facts.httpsUrl === null ? null : new URL(facts.httpsUrl);
  const host = scenario === null ? facts.fqdn : `${scenario}.badfe.test`;
  const port =
    scenario === null ? own.port || (own.protocol === 'https:' ? '443' : '80') : (listener?.port ?? '443');
  const scheme = scenario === null ? own.protocol : 'https:';
  const path = own.pathname;
  return {
    host,
    port,
    address: listener?.hostname ?? own.hostname,
    uri: `${scheme}//${host}:${port}${path}`,
    path,
  };
}

/** The CA as a command finds it: its file, or fetched from the control API for scenarios with a root of their own. */
export function caOf(facts: Facts, scenario: string | null): string {
  if (scenario === null && facts.caFile !== null) return quote(facts.caFile);
  const query = scenario === null ? '' : `?host=${scenario}.badfe.test`;
  return `<(curl -s "${facts.controlUrl}/ca.pem${query}")`;
}

/** curl, Python and openssl for one host. Null stands for the harness as it is now. */
export function tryLines(facts: Facts, scenario: string | null): TryLine[] {
  const { host, port, address, uri } = partsFor(facts, scenario);
  const ca = caOf(facts, scenario);
  const curl = [
    `curl --cacert ${ca} --resolve ${host}:${port}:${address} \\`,
    `  -H "Authorization: Bearer ${KEY_VARIABLE}" -H 'Content-Type: application/json' \\`,
    `  -d '{"data":[[1,2,3]]}' ${quote(uri)}`,
  ].join('\n');
  const python = [
    `curl -s "${facts.controlUrl}/ca.pem${scenario === null ? '' : `?host=${host}`}" > ca.pem`,
    `python3 -c 'import http.client, socket, ssl; c = ssl.create_default_context(cafile="ca.pem"); \\`,
    `s = c.wrap_socket(socket.create_connection(("${address}", ${port})), server_hostname="${host}"); \\`,
    `print(s.version(), s.getpeercert()["subject"])'`,
  ].join('\n');
  const openssl = `openssl s_client -connect ${address}:${port} -servername ${host} -verify_hostname ${host} -CAfile ${ca} -verify_return_error </dev/null`;
  return [
    { label: 'curl', text: curl },
    { label: 'Python', text: python },
    { label: 'openssl', text: openssl },
  ];
}
