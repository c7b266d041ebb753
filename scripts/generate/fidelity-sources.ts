/** Something that is known, and where it stands. Both are Markdown. */
export interface Fact {
  says: string;
  source: string;
}

const LEARN = 'https://learn.microsoft.com/azure/machine-learning';
const GITHUB = 'https://github.com';

/** Microsoft's articles and repositories, by a short name; the titles are the articles' own. */
const ARTICLES = {
  secure: [
    'Configure secure online endpoint with TLS/SSL',
    `${LEARN}/how-to-secure-kubernetes-online-endpoint`,
  ],
  router: [
    'Azure Machine Learning inference router and connectivity requirements',
    `${LEARN}/how-to-kubernetes-inference-routing-azureml-fe`,
  ],
  deploy: [
    'Deploy Azure Machine Learning extension on AKS or Arc Kubernetes cluster',
    `${LEARN}/how-to-deploy-kubernetes-extension`,
  ],
  extension: [
    'Troubleshoot Azure Machine Learning extension',
    `${LEARN}/how-to-troubleshoot-kubernetes-extension`,
  ],
  compute: ['Troubleshoot Kubernetes Compute', `${LEARN}/how-to-troubleshoot-kubernetes-compute`],
  endpoints: [
    'Troubleshoot online endpoint deployment and scoring',
    `${LEARN}/how-to-troubleshoot-online-endpoints`,
  ],
  deployment: [
    'CLI (v2) Azure Arc-enabled Kubernetes online deployment YAML schema',
    `${LEARN}/reference-yaml-deployment-kubernetes-online`,
  ],
  auth: ['Authentication for managed online endpoints', `${LEARN}/concept-endpoints-online-auth`],
  authenticate: ['Authenticate clients for online endpoints', `${LEARN}/how-to-authenticate-online-endpoint`],
  rollout: [
    'Perform safe rollout of new deployments for real-time inference',
    `${LEARN}/how-to-safely-rollout-online-endpoints`,
  ],
  quotas: [
    'Manage and increase quotas and limits for resources with Azure Machine Learning',
    `${LEARN}/how-to-manage-quotas`,
  ],
  aks: [
    'Deploy a model to an Azure Kubernetes Service cluster with v1',
    `${LEARN}/v1/how-to-deploy-azure-kubernetes-service`,
  ],
  consume: [
    'Consume an Azure Machine Learning model deployed as a web service',
    `${LEARN}/v1/how-to-consume-web-service`,
  ],
  cli: [
    'Azure/azure-cli-extensions, AzureMLKubernetes.py',
    `${GITHUB}/Azure/azure-cli-extensions/blob/main/src/k8s-extension/azext_k8s_extension/partner_extensions/AzureMLKubernetes.py`,
  ],
  arc: [
    'Azure/AML-Kubernetes, Deploy extension',
    `${GITHUB}/Azure/AML-Kubernetes/blob/master/docs/deploy-extension.md`,
  ],
  arcTroubleshooting: [
    'Azure/AML-Kubernetes, Troubleshooting',
    `${GITHUB}/Azure/AML-Kubernetes/blob/master/docs/troubleshooting.md`,
  ],
  server: ['microsoft/azureml-inference-server', `${GITHUB}/microsoft/azureml-inference-server`],
} as const;

/** What an article says. @param heading the section it stands under; the whole article where left out */
export function doc(article: keyof typeof ARTICLES, heading: string | null, says: string): Fact {
  const [title, url] = ARTICLES[article];
  return { says, source: `[${title}](${url})${heading === null ? '' : `, "${heading}"`}` };
}

/** What users have shown. @param threads each as `owner/repository#number` */
export function issue(threads: readonly string[], says: string): Fact {
  const links = threads.map((thread) => {
    const [repository = '', number = ''] = thread.split('#');
    return `[${repository.slice(repository.indexOf('/') + 1)}#${number}](${GITHUB}/${repository}/issues/${number})`;
  });
  return { says, source: links.join(', ') };
}
