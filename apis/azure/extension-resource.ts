import { AzureError } from './azure-error.ts';
import type { ExtensionFields } from './extension-body.ts';
import type { InstalledExtension } from './targets.ts';

/** The type of the resource. */
export const EXTENSION_RESOURCE_TYPE = 'Microsoft.KubernetesConfiguration/extensions';

/** The version of the extension that the answers name: the newest that the release notes list with its date. */
const CURRENT_VERSION = '1.1.88';

/** All that the resource shows. */
export interface ExtensionState {
  id: string;
  name: string;
  fields: ExtensionFields;
  installed: InstalledExtension;
  provisioningState: string;
  /** Why the last operation failed; null where it did not. */
  failure: AzureError | null;
  /** ms since 1970. */
  createdAt: number;
  modifiedAt: number;
}

/**
 * az reads two settings of an extension without looking whether they are there, when it updates protected ones; the
 * client writes them at `create`, and an extension that the mock set up by itself gets them here.
 */
const ALWAYS_SET = { 'relayserver.enabled': 'false', 'servicebus.enabled': 'false' } as const;

/** The resource as GET answers it. Protected settings are keys with empty values. */
export function describeExtension(state: ExtensionState) {
  const { id, name, fields, installed, provisioningState, failure, createdAt, modifiedAt } = state;
  const { extensionType, autoUpgradeMinorVersion, releaseTrain, version, scope, identity } = fields;
  return {
    id,
    name,
    type: EXTENSION_RESOURCE_TYPE,
    ...(identity === null ? {} : { identity: { ...identity, ...PRINCIPAL } }),
    properties: {
      extensionType,
      autoUpgradeMinorVersion,
      releaseTrain,
      version,
      scope,
      configurationSettings: { ...ALWAYS_SET, ...installed.config },
      configurationProtectedSettings: Object.fromEntries(
        installed.configProtectedKeys.map((key) => [key, '']),
      ),
      currentVersion: version ?? CURRENT_VERSION,
      provisioningState,
      statuses: failure === null ? [] : [{ code: failure.code, level: 'Error', message: failure.message }],
      errorInfo: failure === null ? null : { code: failure.code, message: failure.message },
      isSystemExtension: false,
      customLocationSettings: null,
      packageUri: null,
    },
    systemData: {
      createdAt: new Date(createdAt).toISOString(),
      createdByType: 'Application',
      lastModifiedAt: new Date(modifiedAt).toISOString(),
      lastModifiedByType: 'Application',
    },
  };
}

const PRINCIPAL = {
  principalId: '44444444-4444-4444-4444-444444444444',
  tenantId: '11111111-1111-1111-1111-111111111111',
};

/**
 * How a refusal of the health check reads as the error of a failed operation.
 */
// ASSUMPTION: extension-operation-error: users have shown ExtensionOperationFailed with a text of Helm's that does not
// name the code of the health check; here the text is the finding itself, with its code, so that a person can act on
// it. Changed by nothing: the real text depends on the version of the agent and says less.
export function asFailedOperation(error: AzureError, operation: 'Create' | 'Update'): AzureError {
  const message = `The extension operation failed. Operation: ${operation}. Error: ${error.message}`;
  return new AzureError(error.status, 'ExtensionOperationFailed', message, error.detail);
}
