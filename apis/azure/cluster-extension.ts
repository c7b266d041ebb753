import { mergeSettings } from '../../extension/merge.ts';
import { AzureError, notFound, toAzureError } from './azure-error.ts';
import type { AzureContext } from './context.ts';
import { DEFAULT_FIELDS, type ExtensionFields } from './extension-body.ts';
import { asFailedOperation, describeExtension, EXTENSION_RESOURCE_TYPE } from './extension-resource.ts';
import type { Change } from './operations.ts';
import { type GroupParams, groupResourceId } from './resource-id.ts';
import type { InstalledExtension, SentSettings } from './targets.ts';

/** The parameters of a route in a cluster. */
export interface ClusterParams extends GroupParams {
  clusterProvider: string;
  clusterType: string;
  cluster: string;
}
/** The parameters of a route of one extension. */
export interface ExtensionParams extends ClusterParams {
  extension: string;
}

/** The id of an extension. */
export const extensionId = (params: ClusterParams, name: string): string =>
  groupResourceId(
    params,
    `${params.clusterProvider}/${params.clusterType}/${params.cluster}/providers/${EXTENSION_RESOURCE_TYPE}/${name}`,
  );

/** What this API remembers of an extension beside what the target shows. */
interface Remembered {
  name: string;
  fields: ExtensionFields;
  createdAt: number;
  modifiedAt: number;
  /** What an operation that runs will have made; null else. */
  asked: InstalledExtension | null;
  /** What a create asked for that failed, so that an update can try again; null else. */
  failed: SentSettings | null;
}

/** There is one cluster, whatever a client calls it, and one extension in it. */
export class ClusterExtension {
  readonly #context: AzureContext;
  #remembered: Remembered | null = null;

  constructor(context: AzureContext) {
    this.#context = context;
  }

  /** What there is, or is to be. Null where there is nothing. */
  get #shown(): InstalledExtension | null {
    const { asked = null, failed = null } = this.#remembered ?? {};
    const installed = this.#context.targets.extension.show();
    return asked ?? installed ?? (failed === null ? null : withKeysOf(failed));
  }

  /** Null where there is none. */
  get name(): string | null {
    return this.#shown === null ? null : (this.#remembered?.name ?? this.#context.extensionName);
  }

  /** @throws AzureError 404, which names the extension that there is */
  find(params: ExtensionParams): ReturnType<typeof describeExtension> {
    this.#check(params);
    return this.describe(extensionId(params, params.extension), params.extension);
  }

  /** @throws AzureError 404 */
  fieldsOf(params: ExtensionParams): ExtensionFields {
    this.#check(params);
    return this.#remembered?.fields ?? DEFAULT_FIELDS;
  }

  #check(params: ExtensionParams): void {
    const { name } = this;
    if (name === params.extension) return;
    const missing = notFound(extensionId(params, params.extension));
    if (name === null) throw missing;
    throw new AzureError(404, missing.code, `${missing.message} The cluster has the extension '${name}'.`);
  }

  describe(id: string, name: string): ReturnType<typeof describeExtension> {
    const { operations, now } = this.#context;
    const known = this.#remembered;
    return describeExtension({
      id,
      name,
      fields: known?.fields ?? DEFAULT_FIELDS,
      installed: this.#shown ?? NOTHING,
      provisioningState: operations.stateOf(RESOURCE),
      failure: operations.failureOf(RESOURCE),
      createdAt: known?.createdAt ?? now(),
      modifiedAt: known?.modifiedAt ?? now(),
    });
  }

  create(name: string, fields: ExtensionFields, settings: SentSettings): Change {
    const { extension } = this.#context.targets;
    return {
      ...changeOf('PUT', name),
      during: this.name === name ? 'Updating' : 'Creating',
      begin: () => this.#begin(name, fields, withKeysOf(settings), settings),
      run: () => failsAs('Create', extension.create(settings)),
    };
  }

  /** After a create that failed the update tries it again, with its own settings on top. */
  update(params: ExtensionParams, fields: ExtensionFields, patch: SentSettings): Change {
    const { extension } = this.#context.targets;
    const failed = extension.show() === null ? (this.#remembered?.failed ?? null) : null;
    const again = failed === null ? null : mergeSent(failed, patch);
    const asked = again === null ? mergeShown(extension.show() ?? NOTHING, patch) : withKeysOf(again);
    return {
      ...changeOf('PATCH', params.extension),
      during: 'Updating',
      begin: () => this.#begin(params.extension, fields, asked, again),
      run: () => failsAs('Update', again === null ? extension.update(patch) : extension.create(again)),
    };
  }

  #begin(
    name: string,
    fields: ExtensionFields,
    asked: InstalledExtension,
    settings: SentSettings | null,
  ): (succeeded: boolean) => void {
    const before = this.#remembered;
    const modifiedAt = this.#context.now();
    const createdAt = before?.name === name ? before.createdAt : modifiedAt;
    const remembered = { name, fields, createdAt, modifiedAt };
    this.#remembered = { ...remembered, asked, failed: null };
    return (succeeded) => {
      const isInstalled = this.#context.targets.extension.show() !== null;
      // After a failure, what was installed before stays, under its own name.
      if (!succeeded && isInstalled) this.#remembered = before;
      else this.#remembered = { ...remembered, asked: null, failed: succeeded ? null : settings };
    };
  }

  remove(params: ExtensionParams): Change {
    const { extension } = this.#context.targets;
    return {
      ...changeOf('DELETE', params.extension),
      during: 'Deleting',
      run: async () => {
        // After a create that failed there is nothing in the cluster.
        if (extension.show() !== null) await extension.remove();
        this.#remembered = null;
      },
    };
  }
}

const NOTHING: InstalledExtension = { config: {}, configProtectedKeys: [] };

const withKeysOf = ({ config, configProtected }: SentSettings): InstalledExtension => ({
  config,
  configProtectedKeys: Object.keys(configProtected).sort(),
});

/** What an extension shows after a patch, which `mergeSettings` merges as a whole. */
function mergeShown(shown: InstalledExtension, patch: SentSettings): InstalledExtension {
  const sent = withKeysOf(patch);
  return {
    config: { ...shown.config, ...sent.config },
    configProtectedKeys:
      sent.configProtectedKeys.length > 0 ? sent.configProtectedKeys : shown.configProtectedKeys,
  };
}

function mergeSent(failed: SentSettings, patch: SentSettings): SentSettings {
  const { config, configProtected } = mergeSettings(failed, patch);
  return {
    config: { ...config },
    configProtected: { ...configProtected },
    pemPair: patch.pemPair ?? failed.pemPair,
  };
}

/** What operations on the extension are kept apart by: there is one. */
const RESOURCE = EXTENSION_RESOURCE_TYPE;

const changeOf = (method: string, name: string) => ({
  method,
  type: EXTENSION_RESOURCE_TYPE,
  name,
  resource: RESOURCE,
  failsLater: true,
});

async function failsAs(operation: 'Create' | 'Update', work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw asFailedOperation(toAzureError(error), operation);
  }
}
