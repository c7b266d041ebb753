import { showValue } from './bags.ts';
import type { Refusal } from './decision.ts';
import { refuse } from './draft.ts';
import { fail } from './errors.ts';
import { closestServiceType } from './service-type.ts';

/** The refusal of a service type that is none. */
export function refuseUnknownServiceType(
  operation: 'create' | 'update',
  typed: string,
  mentions: readonly string[],
): Refusal {
  const values = { value: showValue(typed), suggestion: closestServiceType(typed) };
  const error = fail('EXTENSION_SERVICE_TYPE_UNKNOWN', values);
  const messageId = `${operation}/service-type`;
  return refuse('InvalidArgumentValueError', 'service-type-unknown', messageId, mentions, error);
}
