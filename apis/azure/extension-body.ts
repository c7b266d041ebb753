import { badRequest } from './azure-error.ts';
import { type JsonObject, objectOf, textOf } from './json-body.ts';
import type { SentSettings } from './targets.ts';

/** The type of extension that the mock has; Azure compares it without case. */
export const EXTENSION_TYPE = 'microsoft.azureml.kubernetes';

/** What of an extension resource only Azure Resource Manager knows. */
export interface ExtensionFields {
  extensionType: string;
  autoUpgradeMinorVersion: boolean;
  releaseTrain: string | null;
  version: string | null;
  scope: JsonObject;
  identity: JsonObject | null;
}

/** The fields of an extension that was not created through this API. */
export const DEFAULT_FIELDS: ExtensionFields = {
  extensionType: EXTENSION_TYPE,
  autoUpgradeMinorVersion: true,
  releaseTrain: 'stable',
  version: null,
  scope: { cluster: { releaseNamespace: 'azureml' } },
  identity: null,
};

/**
 * Reads the body of a PUT or PATCH of an extension.
 *
 * @param known the fields where the body leaves them out
 * @throws AzureError 400
 */
export function readExtensionBody(
  body: unknown,
  known: ExtensionFields,
): { fields: ExtensionFields; settings: SentSettings } {
  const root = objectOf(body, 'The body');
  const properties = objectOf(root.properties, 'properties');
  const extensionType = textOf(properties.extensionType, 'properties.extensionType') ?? known.extensionType;
  if (extensionType.toLowerCase() !== EXTENSION_TYPE)
    throw badRequest(`The mock has extensions of the type ${EXTENSION_TYPE}, not "${extensionType}".`);
  const scope = objectOf(properties.scope ?? known.scope, 'properties.scope');
  if (scope.namespace !== undefined && scope.namespace !== null)
    throw badRequest(
      `${EXTENSION_TYPE} is installed with the scope cluster; properties.scope has a namespace.`,
    );
  return {
    fields: {
      extensionType,
      autoUpgradeMinorVersion: flagOf(properties.autoUpgradeMinorVersion) ?? known.autoUpgradeMinorVersion,
      releaseTrain: textOf(properties.releaseTrain, 'properties.releaseTrain') ?? known.releaseTrain,
      version: textOf(properties.version, 'properties.version') ?? known.version,
      scope,
      identity: root.identity === undefined ? known.identity : objectOf(root.identity, 'identity'),
    },
    settings: readSettings(properties),
  };
}

function readSettings(properties: JsonObject): SentSettings {
  const configProtected = bagOf(properties, 'configurationProtectedSettings');
  const [cert, key] = [configProtected['scoringFe.sslCert'], configProtected['scoringFe.sslKey']];
  return {
    config: bagOf(properties, 'configurationSettings'),
    configProtected,
    pemPair: cert && key ? { certPem: decode(cert), keyPem: decode(key) } : null,
  };
}

/** Whether it is PEM at all is for the check of the secret to say (E40007). */
const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');

function bagOf(properties: JsonObject, name: string): Record<string, string> {
  const path = `properties.${name}`;
  return Object.fromEntries(
    Object.entries(objectOf(properties[name], path)).map(([key, value]) => {
      if (typeof value !== 'string') throw badRequest(`${path}["${key}"] must be a string.`);
      return [key, value];
    }),
  );
}

function flagOf(value: unknown): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value;
  throw badRequest('properties.autoUpgradeMinorVersion must be true or false.');
}
