import type { ClusterSecrets } from './cluster-secrets.ts';
import type { Tools, ToolsOptions, ToolsSurroundings } from './open-tools.ts';

/*
 * The rooms of the APIs for real tools are imported only here, so that a harness without them costs nothing.
 */

/** The Secrets of the cluster, which the Kubernetes API changes; null where that stays closed. @param ownDir `--secrets-dir` */
export async function openSecrets(
  tools: ToolsOptions | undefined,
  ownDir: string,
): Promise<ClusterSecrets | null> {
  if (tools === undefined || tools.kubernetesPort === null) return null;
  const { ClusterSecrets } = await import('./cluster-secrets.ts');
  return ClusterSecrets.open(ownDir);
}

/** The open APIs; null where none is asked for. @throws MockError as `openTools` */
export async function openToolsLazily(
  tools: ToolsOptions | undefined,
  around: ToolsSurroundings,
): Promise<Tools | null> {
  if (tools === undefined) return null;
  const { openTools } = await import('./open-tools.ts');
  return openTools(tools, around);
}
