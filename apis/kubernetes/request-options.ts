import { invalid, unsupportedValue } from './api-error.ts';
import type { JsonObject } from './json.ts';

/** The query of a request, as Kubernetes names its parameters. */
export interface RequestOptions {
  dryRun: boolean;
  fieldManager: string;
  fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  force: boolean;
  query: URLSearchParams;
  /** RFC 3339, of this request. */
  time: string;
}

/**
 * Reads the options of a write.
 * @param verb `Create`, `Update`, `Patch` or `Delete`, for the error
 * @param userAgent its part before the slash is the manager where the query names none
 * @throws ApiError 422 where a parameter has a value that it cannot have
 */
export function readOptions(
  query: URLSearchParams,
  verb: string,
  userAgent: string,
  time: string,
): RequestOptions {
  const kind = { group: 'meta.k8s.io', kind: `${verb}Options` };
  const dryRun = query.getAll('dryRun').filter((one) => one !== '');
  const wrong = dryRun.filter((one) => one !== 'All');
  if (wrong.length > 0) {
    // The real server prints the list of Go here.
    const [cause] = [unsupportedValue('dryRun', '', ['All'])];
    throw invalid(kind, '', [{ ...cause, message: cause.message.replace('""', JSON.stringify(dryRun)) }]);
  }
  const validation = query.get('fieldValidation') ?? '';
  if (validation !== '' && !isValidation(validation)) {
    throw invalid(kind, '', [
      unsupportedValue('fieldValidation', validation, ['', 'Ignore', 'Strict', 'Warn']),
    ]);
  }
  return {
    dryRun: dryRun.length > 0,
    fieldManager: query.get('fieldManager') || userAgent.split('/')[0] || 'unknown',
    fieldValidation: isValidation(validation) ? validation : 'Warn',
    force: query.get('force') === 'true' || query.get('force') === '1',
    query,
    time,
  };
}

/** What a DELETE carries in its body or query. */
export interface DeleteOptions {
  uid: string | null;
  resourceVersion: string | null;
  propagation: 'Background' | 'Foreground' | 'Orphan';
  dryRun: boolean;
  /** Seconds; null is the object's own. */
  gracePeriod: number | null;
}

/** Reads the options of a delete from its body and query. @throws ApiError 422 where the policy is unknown */
export function readDeleteOptions(body: JsonObject, options: RequestOptions): DeleteOptions {
  const preconditions = body.preconditions;
  const of = (key: string): string | null => {
    const value =
      typeof preconditions === 'object' && preconditions !== null && !Array.isArray(preconditions)
        ? preconditions[key]
        : undefined;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const policy =
    (typeof body.propagationPolicy === 'string' ? body.propagationPolicy : '') ||
    options.query.get('propagationPolicy') ||
    'Background';
  if (policy !== 'Background' && policy !== 'Foreground' && policy !== 'Orphan') {
    throw invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [
      unsupportedValue('propagationPolicy', policy, ['Foreground', 'Background', 'Orphan', 'nil']),
    ]);
  }
  const inBody = Array.isArray(body.dryRun) && body.dryRun.includes('All');
  const seconds =
    typeof body.gracePeriodSeconds === 'number'
      ? body.gracePeriodSeconds
      : Number.parseInt(options.query.get('gracePeriodSeconds') ?? '', 10);
  return {
    gracePeriod: Number.isNaN(seconds) ? null : seconds,
    uid: of('uid'),
    resourceVersion: of('resourceVersion'),
    propagation: policy,
    dryRun: options.dryRun || inBody,
  };
}

function isValidation(value: string): value is RequestOptions['fieldValidation'] {
  return value === 'Ignore' || value === 'Warn' || value === 'Strict';
}
