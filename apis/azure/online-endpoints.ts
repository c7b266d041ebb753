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
  /** While it is being created. */
  asked: DeploymentSpec;
}
interface RememberedEndpoint extends Dates {
  fields: EndpointFields;
  asked: EndpointSpec;
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

  remember(asked: EndpointSpec, fields: EndpointFields): void {
    this.#forgetDeleted();
    const known = this.#remembered.get(asked.name);
    this.#remembered.set(asked.name, {
      ...this.#datesAfter(known),
      fields,
      asked,
      deployments: known?.deployments ?? new Map(),
    });
  }

  rememberDeployment(endpoint: string, asked: DeploymentSpec, fields: DeploymentFields): void {
    const spec = this.get(endpoint);
    if (spec !== undefined && !this.#remembered.has(endpoint)) this.remember(spec, DEFAULT_ENDPOINT_FIELDS);
    const deployments = this.#remembered.get(endpoint)?.deployments;
    const known = deployments?.get(asked.name);
    deployments?.set(asked.name, { ...this.#datesAfter(known), fields, asked });
  }

  /** Forgets what was deleted, here or elsewhere, so that what is remembered stays within the router's quotas. */
  #forgetDeleted(): void {
    const alive = new Map(this.#context.targets.endpoints.list().map((spec) => [spec.name, spec]));
    for (const [name, { deployments }] of this.#remembered) {
      const spec = alive.get(name);
      if (spec === undefined && !this.#isRunning(endpointKey(name))) this.#remembered.delete(name);
      for (const deployment of deployments.keys()) {
        const kept = spec?.deployments.some((each) => each.name === deployment);
        if (!kept && !this.#isRunning(deploymentKey(name, deployment))) deployments.delete(deployment);
      }
    }
  }

  /** All endpoints, with those that are being created. */
  describeAll(params: WorkspaceParams) {
    const served = this.#context.targets.endpoints.list();
    const coming = [...this.#remembered.values()]
      .map(({ asked }) => asked)
      .filter(({ name }) => this.#isRunning(endpointKey(name)) && !served.some((each) => each.name === name));
    return [...served, ...coming].map((spec) => this.#describe(params, spec));
  }

  /** @throws AzureError 404 */
  describe({ endpoint, ...params }: EndpointParams) {
    const coming = this.#isRunning(endpointKey(endpoint)) ? this.#remembered.get(endpoint)?.asked : undefined;
    const spec = this.get(endpoint) ?? coming;
    if (spec === undefined) throw notFound(endpointId(params, endpoint));
    return this.#describe(params, spec);
  }

  /** All deployments of an endpoint, with those that are being created. @throws AzureError 404 */
  describeDeployments(params: EndpointParams) {
    const { deployments } = this.find(params);
    const coming = [...(this.#remembered.get(params.endpoint)?.deployments.values() ?? [])]
      .map(({ asked }) => asked)
      .filter(({ name }) => this.#isRunning(deploymentKey(params.endpoint, name)))
      .filter(({ name }) => !deployments.some((each) => each.name === name));
    return [...deployments, ...coming].map((spec) => this.#describeDeployment(params, spec));
  }

  /** @throws AzureError 404 */
  describeDeployment(params: DeploymentParams) {
    const { endpoint, deployment: name } = params;
    const coming = this.#remembered.get(endpoint)?.deployments.get(name)?.asked;
    if (coming !== undefined && this.#isRunning(deploymentKey(endpoint, name)))
      return this.#describeDeployment(params, coming);
    return this.#describeDeployment(params, this.findDeployment(params));
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

  #isRunning(key: string): boolean {
    const state = this.#context.operations.stateOf(key);
    return state !== 'Succeeded' && state !== 'Failed';
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
