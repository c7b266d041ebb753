import { ApiError } from './api-error.ts';

/** How an answer is written. */
export interface Representation {
  format: 'json' | 'yaml';
  /** `Table` and `PartialObjectMetadata` of `meta.k8s.io`, or the object itself. */
  as: 'object' | 'table' | 'metadata';
}

/**
 * Chooses what a request accepts. Protobuf is not written; every client that asks for it takes JSON as well.
 * @throws ApiError 406 where it takes nothing that this API writes
 */
export function negotiate(accept: string | undefined, watch = false): Representation {
  for (const { type, parameters } of readAccept(accept ?? '*/*')) {
    const format = formatOf(type);
    if (format === null) continue;
    const { as, g, v } = parameters;
    if (as === undefined) return { format: watch ? 'json' : format, as: 'object' };
    const isMeta = g === 'meta.k8s.io' && v === 'v1';
    if (isMeta && as === 'Table' && format === 'json') return { format, as: 'table' };
    if (isMeta && (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList')) {
      return { format: watch ? 'json' : format, as: 'metadata' };
    }
  }
  const types = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
  throw new ApiError(
    406,
    'NotAcceptable',
    `406: Not Acceptable\n\nAvailable representations: ${[...types, 'application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'].join(', ')}`,
    {},
  );
}

/** One media type of an `Accept` header with its parameters, in the order of the header. */
export interface AcceptedType {
  type: string;
  parameters: Record<string, string>;
}

/** Reads an `Accept` header; at most its first 20 types. */
export function readAccept(header: string): AcceptedType[] {
  return header
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [type = '', ...rest] = part.split(';').map((piece) => piece.trim());
      const pairs = rest.map((pair) => pair.split('=')).map(([key = '', value = '']) => [key, value]);
      return { type: type.toLowerCase(), parameters: Object.fromEntries(pairs) };
    });
}

function formatOf(type: string): 'json' | 'yaml' | null {
  if (type === 'application/json' || type === 'application/*' || type === '*/*' || type === '') return 'json';
  return type === 'application/yaml' ? 'yaml' : null;
}
