import type { Runtime } from '../runtime.ts';

export const azureCore: Runtime = {
  id: 'azure-core',
  name: 'azure-core, and the Azure SDKs for Python',
  looksLike: {
    userAgent: /^azsdk-python-/,
  },
  verification: {
    wrong: '`connection_verify=False`, or the variable AZURE_CLI_DISABLE_CONNECTION_VERIFICATION',
    right: 'no `connection_verify`: the connection is verified by default',
  },
  ownCa: '`connection_verify="FILE"`, or the variable REQUESTS_CA_BUNDLE',
  timeOut: '`connection_timeout=5, read_timeout=30`; 300 s by default',
  redirects: '`permit_redirects=False`',
  docs: 'https://learn.microsoft.com/azure/developer/python/sdk/azure-sdk-overview',
};
