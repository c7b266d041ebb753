import { configMaps, discovery, secrets, watches } from './core-steps.ts';
import type { Step } from './step.ts';
import { deployments, namespaces, others, pods, services } from './workload-steps.ts';

/** Every request, in the order in which they build on each other. */
export const STEPS: readonly Step[] = [
  ...discovery,
  ...secrets,
  ...configMaps,
  ...watches,
  ...services,
  ...others.slice(0, 2),
  ...deployments,
  ...pods,
  ...others.slice(2),
  ...namespaces,
];
