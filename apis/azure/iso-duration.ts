import { badRequest } from './azure-error.ts';

const FORM = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,9})?)S)?)?$/;

/**
 * Reads a duration of ISO 8601 as Azure writes them: `PT5S`, `PT0.5S`, `P1DT1H`.
 *
 * @param path of the value in its body, for the error
 * @returns whole ms
 * @throws AzureError 400
 */
export function readDuration(text: string, path: string): number {
  const found = FORM.exec(text);
  if (found === null || text === 'P' || text.endsWith('T'))
    throw badRequest(`${path} must be a duration of ISO 8601, such as PT5S.`);
  const [days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  const total = (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
  return Math.round(total * 1000);
}

/** @param ms whole and not negative */
export function formatDuration(ms: number): string {
  return `PT${ms / 1000}S`;
}
