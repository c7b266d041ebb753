import type { DeploymentSpec, EndpointSpec } from '../../gateway/routing/endpoints.ts';
import { notFound } from './azure-error.ts';
import type { AzureContext } from './context.ts';
import {
  DEFAULT_DEPLOYMENT_FIELDS,
  type DeploymentFields,
  describeDeployment,
} from './deployment-resource.ts';
import { DEFAULT_ENDPOINT_FIELDS, describeEndpoint, type EndpointFields } from './endpoint-resource.ts';
import { type WorkspaceParams, workspaceId } from './resource-id.ts';

interface Dates {
  /** ms since 1970. */
  createdAt: number;
  modifiedAt: number;
}
interface RememberedDeployment extends Dates {
  fields: DeploymentFields;
  /** What is asked for, while an operation makes it; null else. */
  asked: DeploymentSpec | null;
}
interface RememberedEndpoint extends Dates {
  fields: EndpointFields;
  /** What is asked for, while an operation makes it; null else. */
  asked: EndpointSpec | null;
  deployments: Map<string, RememberedDeployment>;
}

/** The parameters of a route of one endpoint. */
export interface EndpointParams extends WorkspaceParams {
  endpoint: string;
}
/** The parameters of a route of one deployment. */
export interface DeploymentParams extends EndpointParams {
  deployment: string;
}

/** The id of an endpoint. */
export const endpointId = (params: WorkspaceParams, name: string): string =>
  workspaceId(params, `onlineEndpoints/${name}`);
/** The id of a deployment. */
export const deploymentId = (params: EndpointParams, name: string): string =>
  workspaceId(params, `onlineEndpoints/${params.endpoint}/deployments/${name}`);

/** What operations on endpoints are kept apart by: the workspace does not count, for there is one router. */
export const endpointKey = (endpoint: string): string => `onlineEndpoints/${endpoint}`;
/** The same for a deployment. */
export const deploymentKey = (endpoint: string, name: string): string =>
  `onlineEndpoints/${endpoint}/deployments/${name}`;

/** The router's endpoints as resources: what the router knows, and beside it what only Azure Resource Manager does. */
export class OnlineEndpoints {
  readonly #context: AzureContext;
  readonly #remembered = new Map<string, RememberedEndpoint>();

  constructor(context: AzureContext) {
    this.#context = context;
  }

  /** Undefined where there is none, or while it is being created. */
  get(name: string): EndpointSpec | undefined {
    return this.#context.targets.endpoints.list().find((endpoint) => endpoint.name === name);
  }

  /** @throws AzureError 404 */
  find({ endpoint, ...params }: EndpointParams): EndpointSpec {
    const spec = this.get(endpoint);
    if (spec === undefined) throw notFound(endpointId(params, endpoint));
    return spec;
  }

  /** @throws AzureError 404 */
  findDeployment(params: DeploymentParams): DeploymentSpec {
    const spec = this.find(params).deployments.find(({ name }) => name === params.deployment);
    if (spec === undefined) throw notFound(deploymentId(params, params.deployment));
    return spec;
  }

  /**
   * Remembers what is asked for, and shows it until the operation ends.
   *
   * @returns what to call at its end: after a failure, what was remembered before is shown again
   */
  remember(asked: EndpointSpec, fields: EndpointFields): (succeeded: boolean) => void {
    this.#forgetDeleted();
    const { name } = asked;
    const known = this.#remembered.get(name);
    const deployments = known?.deployments ?? new Map();
    this.#remembered.set(name, { ...this.#datesAfter(known), fields, asked, deployments });
    return (succeeded) => {
      const now = succeeded ? this.#remembered.get(name) : known;
      if (now === undefined) this.#remembered.delete(name);
      else this.#remembered.set(name, { ...now, asked: null });
    };
  }

  /** The same for a deployment. */
  rememberDeployment(
    endpoint: EndpointSpec,
    asked: DeploymentSpec,
    fields: DeploymentFields,
  ): (succeeded: boolean) => void {
    if (!this.#remembered.has(endpoint.name)) this.remember(endpoint, DEFAULT_ENDPOINT_FIELDS)(true);
    const deployments = this.#remembered.get(endpoint.name)?.deployments ?? new Map();
    const { name } = asked;
    const known: RememberedDeployment | undefined = deployments.get(name);
    deployments.set(name, { ...this.#datesAfter(known), fields, asked });
    return (succeeded) => {
      const now: RememberedDeployment | undefined = succeeded ? deployments.get(name) : known;
      if (now === undefined) deployments.delete(name);
      else deployments.set(name, { ...now, asked: null });
    };
  }

  /** Forgets what was deleted, here or elsewhere, so that what is remembered stays within the router's quotas. */
  #forgetDeleted(): void {
    const served = new Map(this.#context.targets.endpoints.list().map((spec) => [spec.name, spec]));
    for (const [name, { asked, deployments }] of this.#remembered) {
      const spec = served.get(name);
      if (spec === undefined && asked === null) this.#remembered.delete(name);
      for (const [deployment, { asked }] of deployments) {
        const isServed = spec?.deployments.some((each) => each.name === deployment) ?? false;
        if (!isServed && asked === null) deployments.delete(deployment);
      }
    }
  }

  /** All endpoints, with those that are being created. */
  describeAll(params: WorkspaceParams) {
    const specs = merge(
      this.#context.targets.endpoints.list(),
      [...this.#remembered.values()].map(({ asked }) => asked),
    );
    return specs.map((spec) => this.#describe(params, spec));
  }

  /** @throws AzureError 404 */
  describe({ endpoint, ...params }: EndpointParams) {
    const spec = this.#remembered.get(endpoint)?.asked ?? this.get(endpoint);
    if (spec === undefined) throw notFound(endpointId(params, endpoint));
    return this.#describe(params, spec);
  }

  /** All deployments of an endpoint, with those that are being created. @throws AzureError 404 */
  describeDeployments(params: EndpointParams) {
    const remembered = this.#remembered.get(params.endpoint)?.deployments.values() ?? [];
    const served = this.#remembered.get(params.endpoint)?.asked ?? this.find(params);
    return merge(
      served.deployments,
      [...remembered].map(({ asked }) => asked),
    ).map((spec) => this.#describeDeployment(params, spec));
  }

  /** @throws AzureError 404 */
  describeDeployment(params: DeploymentParams) {
    const asked = this.#remembered.get(params.endpoint)?.deployments.get(params.deployment)?.asked;
    return this.#describeDeployment(params, asked ?? this.findDeployment(params));
  }

  #describe(params: WorkspaceParams, spec: EndpointSpec) {
    const { targets, operations, location } = this.#context;
    const known = this.#remembered.get(spec.name);
    return describeEndpoint({
      id: endpointId(params, spec.name),
      spec,
      fields: known?.fields ?? DEFAULT_ENDPOINT_FIELDS,
      compute: workspaceId(params, `computes/${COMPUTE_NAME}`),
      scoringUri: targets.endpoints.scoringUri(spec.name),
      provisioningState: operations.stateOf(endpointKey(spec.name)),
      location,
      systemData: this.#systemData(known),
    });
  }

  #describeDeployment(params: EndpointParams, spec: DeploymentSpec) {
    const { operations, location } = this.#context;
    const known = this.#remembered.get(params.endpoint)?.deployments.get(spec.name);
    return describeDeployment({
      id: deploymentId(params, spec.name),
      spec,
      fields: known?.fields ?? DEFAULT_DEPLOYMENT_FIELDS,
      provisioningState: operations.stateOf(deploymentKey(params.endpoint, spec.name)),
      location,
      systemData: this.#systemData(known),
    });
  }

  #datesAfter(known: Dates | undefined): Dates {
    const now = this.#context.now();
    return { createdAt: known?.createdAt ?? now, modifiedAt: now };
  }

  #systemData(known: Dates | undefined): object {
    const { createdAt, modifiedAt } = known ?? this.#datesAfter(undefined);
    return {
      createdAt: new Date(createdAt).toISOString(),
      createdBy: 'azureml-fe-mock',
      createdByType: 'Application',
      lastModifiedAt: new Date(modifiedAt).toISOString(),
    };
  }
}

/** The cluster as it is attached to the workspace, where no endpoint names another. */
export const COMPUTE_NAME = 'k8s-compute';

/** What is served, in its order, each as it is asked for where it is; then what is asked for and not served yet. */
function merge<S extends { name: string }>(served: readonly S[], asked: readonly (S | null)[]): S[] {
  const byName = new Map(served.map((spec) => [spec.name, spec]));
  for (const spec of asked) if (spec !== null) byName.set(spec.name, spec);
  return [...byName.values()];
}
