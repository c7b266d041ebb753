import type { CreateRequest } from '../../extension/decide-create.ts';
import type { UpdateRequest } from '../../extension/decide-update.ts';
import { parsePairs } from '../../extension/settings.ts';
import { type FileState, fileOf } from './file-states.ts';

/** `k=v` words of both bags in one line: what stands after `!` is protected. */
function bagsOf(line: string) {
  const [plain = '', hidden = ''] = line.split('!');
  const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
  return { config: parsePairs(words(plain)), configProtected: parsePairs(words(hidden)) };
}

export interface FileStates {
  files?: Record<string, FileState>;
}

const opener = (files: Record<string, FileState>) => (name: string) => fileOf(files[name] ?? 'valid-pem');

/** A `create` on an AKS of three nodes, with files that are good unless said otherwise. */
export function createRequest(
  line: string,
  { files = {}, ...rest }: Partial<CreateRequest> & FileStates = {},
): CreateRequest {
  return {
    ...bagsOf(line),
    scope: 'cluster',
    clusterType: 'managedClusters',
    nodeCount: 3,
    openFile: opener(files),
    ...rest,
  };
}

/** An `update` of an extension that has settings. */
export function updateRequest(
  line: string,
  { files = {}, ...rest }: Partial<UpdateRequest> & FileStates = {},
): UpdateRequest {
  return {
    ...bagsOf(line),
    existing: { enableInference: 'True' },
    yes: false,
    openFile: opener(files),
    ...rest,
  };
}
