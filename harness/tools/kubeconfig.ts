import { stringify } from 'yaml';

export interface KubeconfigParts {
  url: string;
  /** PEM. */
  caPem: string;
  token: string;
}

/** The kubeconfig that kubectl, helm and the client libraries read: one cluster, one user, the namespace of the router. */
export function formatKubeconfig({ url, caPem, token }: KubeconfigParts): string {
  const name = 'azureml-fe-mock';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      { name, cluster: { server: url, 'certificate-authority-data': Buffer.from(caPem).toString('base64') } },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
    preferences: {},
  });
}
