import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generate } from 'selfsigned';
import { API_PORT, API_SERVICE_ADDRESS, CLUSTER_DOMAIN, NODE_ADDRESS, NODE_NAME } from './addresses.ts';

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;
type Signer = { key: string; cert: string };

/** A client by the name and the group of its certificate, which is how the API server knows it. */
const CLIENTS: Readonly<Record<string, { name: string; group?: string }>> = {
  admin: { name: 'cluster-admin', group: 'system:masters' },
  apiserver: { name: 'kube-apiserver', group: 'system:masters' },
  'controller-manager': { name: 'system:kube-controller-manager' },
  scheduler: { name: 'system:kube-scheduler' },
  kubelet: { name: `system:node:${NODE_NAME}`, group: 'system:nodes' },
  proxy: { name: 'system:kube-proxy' },
};

const DAY_MS = 86_400_000;
const DAYS = 365;

/** Where the API server listens inside of the node, for the programs in there. */
const INSIDE = `https://127.0.0.1:${API_PORT}`;

/**
 * Writes into `folder`, for one cluster: the authority and its certificates, the key that signs tokens of service
 * accounts, and a kubeconfig for each program. Nothing of it is of use after the cluster.
 *
 * @returns makes the text of the administrator's kubeconfig for another URL of the API server
 */
export async function writeCredentials(folder: string): Promise<(url: string) => string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const put = (name: string, text: string) => writeFile(path.join(folder, name), text, { mode: 0o600 });
  const authority = await certify('azureml-fe-mock cluster TEST ONLY', undefined, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
  ]);
  const server = await certify('kube-apiserver', authority, [
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: SERVER_NAMES },
  ]);
  const tokens = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await Promise.all([
    put('ca.pem', authority.cert),
    put('apiserver.pem', server.cert),
    put('apiserver.key', server.key),
    put('tokens.key', tokens.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    put('tokens.pub', tokens.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
  ]);
  let administrator: Signer = authority;
  for (const [file, { name, group }] of Object.entries(CLIENTS)) {
    const client = await certify(name, authority, [{ name: 'extKeyUsage', clientAuth: true }], group);
    await put(`${file}.kubeconfig`, kubeconfig(INSIDE, authority.cert, client));
    if (file === 'admin') administrator = client;
    if (file === 'apiserver')
      await Promise.all([put('client.pem', client.cert), put('client.key', client.key)]);
  }
  return (url) => kubeconfig(url, authority.cert, administrator);
}

const SERVER_NAMES = [
  ...['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'].map(dns),
  dns(`kubernetes.default.svc.${CLUSTER_DOMAIN}`),
  ...['127.0.0.1', NODE_ADDRESS, API_SERVICE_ADDRESS].map((ip) => ({ type: 7 as const, ip })),
];

function dns(value: string) {
  return { type: 2 as const, value };
}

async function certify(
  commonName: string,
  ca: Signer | undefined,
  extensions: Extensions,
  organization?: string,
): Promise<Signer> {
  const subject = [
    ...(organization === undefined ? [] : [{ name: 'organizationName', value: organization }]),
    { name: 'commonName', value: commonName },
  ];
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const now = Date.now();
  const { cert } = await generate(subject, {
    keyType: 'ec',
    keyPair: {
      privateKey: key,
      publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    },
    algorithm: 'sha256',
    notBeforeDate: new Date(now - DAY_MS),
    notAfterDate: new Date(now + DAYS * DAY_MS),
    extensions,
    ca,
  });
  return { key, cert: `${cert.trimEnd()}\n` };
}

function kubeconfig(server: string, ca: string, client: Signer): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const name = 'azureml-fe-mock-cluster';
  // JSON is YAML.
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: { server, 'certificate-authority-data': base64(ca) } }],
      users: [
        {
          name,
          user: { 'client-certificate-data': base64(client.cert), 'client-key-data': base64(client.key) },
        },
      ],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    },
    null,
    2,
  )}\n`;
}
