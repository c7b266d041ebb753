import { closest } from '../common/spelling.ts';
import { SERVICE_TYPES, type ServiceType } from './settings-table.ts';

/** The service type that a value names, in any case, or null: the check that create and update make. */
export function serviceTypeOf(value: unknown): ServiceType | null {
  const name = String(value).toLowerCase();
  return SERVICE_TYPES.find((type) => type.toLowerCase() === name) ?? null;
}

/** The service type that was probably meant; LoadBalancer, which the article uses, where the value gives no hint. */
export function closestServiceType(typed: string): string {
  const known = SERVICE_TYPES.map(capitalise);
  return closest(typed.replace(/[\s_-]/g, ''), known) ?? 'LoadBalancer';
}

/** Kubernetes writes the first letter large, and so do the article's command lines. */
const capitalise = (type: ServiceType): string => type.charAt(0).toUpperCase() + type.slice(1);
