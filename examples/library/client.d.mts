import type { RunningHarness } from 'azureml-fe-mock';

export function score(
  fe: Pick<RunningHarness, 'scoringUri' | 'key' | 'ca' | 'lookup'>,
): Promise<{ result: number[] }>;
