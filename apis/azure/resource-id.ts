/** Where the routes of a resource group's resources start. */
export const IN_GROUP = '/subscriptions/:subscription/resourceGroups/:group/providers';

/** The parameters of `IN_GROUP`. */
export interface GroupParams {
  subscription: string;
  group: string;
}

/** The id of a resource in a group: `/subscriptions/s/resourceGroups/g/providers/` and the rest. */
export function groupResourceId({ subscription, group }: GroupParams, rest: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${rest}`;
}

const NAMESPACE = 'Microsoft.MachineLearningServices';

/** The parameters of a route in a workspace. */
export interface WorkspaceParams extends GroupParams {
  workspace: string;
}

/** Where the routes of a workspace start. */
export const IN_WORKSPACE = `${IN_GROUP}/${NAMESPACE}/workspaces/:workspace`;

/** The id of a workspace, or of a resource in it: `onlineEndpoints/demo`. */
export function workspaceId(params: WorkspaceParams, rest = ''): string {
  const within = rest === '' ? '' : `/${rest}`;
  return groupResourceId(params, `${NAMESPACE}/workspaces/${params.workspace}${within}`);
}

/** The type of a resource in a workspace: `Microsoft.MachineLearningServices/workspaces/onlineEndpoints`. */
export function workspaceType(kind = ''): string {
  return `${NAMESPACE}/workspaces${kind === '' ? '' : `/${kind}`}`;
}
