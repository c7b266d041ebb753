import type { Container, PodSpec } from './cluster-objects.ts';

/** Volumes that the profile lets a pod have, of those that could be wanted here. */
const VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/**
 * What the profile "restricted" of the Pod Security Standards finds wrong with a pod, and beyond it what this project
 * asks of its own: a root file system that cannot be written, and no token for the API server.
 */
export function objectionsTo(pod: PodSpec): string[] {
  const own = pod.securityContext ?? {};
  const containers = [...(pod.initContainers ?? []), ...pod.containers];
  return [
    ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => pod[name] === true),
    ...(pod.automountServiceAccountToken === false ? [] : ['automountServiceAccountToken']),
    ...(own.runAsUser === 0 ? ['runAsUser'] : []),
    ...(pod.volumes ?? []).flatMap(({ name, ...rest }) =>
      Object.keys(rest)
        .filter((type) => !VOLUMES.has(type))
        .map((type) => `volume ${name}: ${type}`),
    ),
    ...containers.flatMap((container) =>
      objectionsToContainer(container, pod).map((problem) => `${container.name}: ${problem}`),
    ),
  ];
}

function objectionsToContainer({ securityContext = {}, ports = [] }: Container, pod: PodSpec): string[] {
  const inForce = { ...pod.securityContext, ...securityContext };
  const { capabilities = {} } = securityContext;
  const problems: [string, boolean][] = [
    ['privileged', securityContext.privileged === true],
    ['allowPrivilegeEscalation', securityContext.allowPrivilegeEscalation !== false],
    ['runAsNonRoot', inForce.runAsNonRoot !== true],
    ['runAsUser', inForce.runAsUser === 0],
    ['seccompProfile', !['RuntimeDefault', 'Localhost'].includes(inForce.seccompProfile?.type ?? '')],
    ['capabilities.drop', capabilities.drop?.includes('ALL') !== true],
    ['capabilities.add', capabilities.add?.some((name) => name !== 'NET_BIND_SERVICE') === true],
    ['readOnlyRootFilesystem', securityContext.readOnlyRootFilesystem !== true],
    ['hostPort', ports.some((port) => 'hostPort' in port)],
  ];
  return problems.filter(([, wrong]) => wrong).map(([name]) => name);
}
