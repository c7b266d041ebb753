import { fillTemplate } from '../common/texts.ts';
import { TRUST_STORE_PASSWORD } from '../pki/java-trust-store.ts';

/** What a client is given about the world that it is run in. */
export interface ClientWorld {
  scoringUri: string;
  key: string;
  /** A PEM file with what the client is to trust. */
  caFile: string;
  /** The same as a Java trust store. */
  javaTrustStore: string;
  /** A proxy that leads into the world, where the client is sent through one. */
  proxyUrl: string | null;
}

/** Variables that lead a client around the world it is meant to be in; they are taken out of its environment. */
const MISLEADING = /^(https?|all|no|ftp|wss?)_proxy$/i;

/**
 * The environment for a client: the contract's `SCORING_*`, and the variables from which common runtimes read what
 * to trust and which proxy to use. Pure.
 *
 * @param inherited the environment of this process
 */
export function clientEnvironment(world: ClientWorld, inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => !MISLEADING.test(name));
  return { ...Object.fromEntries(kept), ...clientVariables(world, inherited.JAVA_TOOL_OPTIONS) };
}

/**
 * The variables alone.
 *
 * @param javaToolOptions what `JAVA_TOOL_OPTIONS` holds already
 */
export function clientVariables(world: ClientWorld, javaToolOptions?: string): Record<string, string> {
  return {
    SCORING_URI: world.scoringUri,
    SCORING_KEY: world.key,
    SCORING_CA_FILE: world.caFile,
    // OpenSSL and so Python's ssl, Ruby, PHP; Go; curl; requests; Node; Deno; Git.
    SSL_CERT_FILE: world.caFile,
    CURL_CA_BUNDLE: world.caFile,
    REQUESTS_CA_BUNDLE: world.caFile,
    NODE_EXTRA_CA_CERTS: world.caFile,
    DENO_CERT: world.caFile,
    GIT_SSL_CAINFO: world.caFile,
    JAVA_TOOL_OPTIONS: javaOptions(world, javaToolOptions),
    ...proxyVariables(world.proxyUrl),
  };
}

function javaOptions({ javaTrustStore, proxyUrl }: ClientWorld, inherited: string | undefined): string {
  const trust = [
    `-Djavax.net.ssl.trustStore=${javaTrustStore}`,
    '-Djavax.net.ssl.trustStoreType=JKS',
    `-Djavax.net.ssl.trustStorePassword=${TRUST_STORE_PASSWORD}`,
  ];
  const proxy = proxyUrl === null ? [] : javaProxyOptions(new URL(proxyUrl));
  return [...(inherited === undefined ? [] : [inherited]), ...trust, ...proxy].join(' ');
}

const javaProxyOptions = ({ hostname, port }: URL): string[] => [
  `-Dhttp.proxyHost=${hostname}`,
  `-Dhttp.proxyPort=${port}`,
  `-Dhttps.proxyHost=${hostname}`,
  `-Dhttps.proxyPort=${port}`,
  // Java keeps loopback names away from its proxy by default.
  '-Dhttp.nonProxyHosts=',
];

function proxyVariables(proxyUrl: string | null): Record<string, string> {
  if (proxyUrl === null) return {};
  return {
    HTTPS_PROXY: proxyUrl,
    https_proxy: proxyUrl,
    HTTP_PROXY: proxyUrl,
    http_proxy: proxyUrl,
    ALL_PROXY: proxyUrl,
    all_proxy: proxyUrl,
    NO_PROXY: '',
    no_proxy: '',
    NODE_USE_ENV_PROXY: '1',
  };
}

/** Replaces `{uri}`, `{key}` and `{ca}` in the arguments of a client. */
export function fillArguments(args: readonly string[], world: ClientWorld): string[] {
  const values = { uri: world.scoringUri, key: world.key, ca: world.caFile };
  return args.map((arg) => fillTemplate(arg, values));
}
