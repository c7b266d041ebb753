import { CANARY, type Generator, type Input } from '../input.ts';
import { mutate } from '../mutate.ts';
import type { Random } from '../random.ts';
import { nested, spoil } from './json-values.ts';

interface Request {
  method: string;
  path: string;
  body: unknown;
}

const record = (value: string): object => ({ type: 'A', value, ttl: 60 });

/** Right requests that do not touch what the honest client uses. */
const REQUESTS: readonly Request[] = [
  { method: 'PUT', path: '/dns/records/fuzz-1.contoso.com', body: { records: [record('127.0.0.1')] } },
  {
    method: 'PUT',
    path: '/dns/records/fuzz-2.contoso.com',
    body: { records: [{ type: 'TXT', value: 'v=1' }] },
  },
  { method: 'DELETE', path: '/dns/records/fuzz-1.contoso.com', body: null },
  { method: 'PUT', path: '/dns/faults/fuzz-1.contoso.com', body: { fault: 'delay', delayMs: 5 } },
  {
    method: 'PUT',
    path: '/dns/faults/fuzz-2.contoso.com',
    body: { fault: 'rotate', answers: [['127.0.0.1']] },
  },
  {
    method: 'PUT',
    path: '/endpoints/fuzz',
    body: { properties: { authMode: 'Key', traffic: { blue: 100 } } },
  },
  { method: 'PUT', path: '/endpoints/fuzz/deployments/blue', body: { backend: 'http://127.0.0.1:9' } },
  { method: 'PUT', path: '/endpoints/fuzz/traffic', body: { blue: 100 } },
  { method: 'POST', path: '/endpoints/fuzz/keys', body: { key: 'primary' } },
  { method: 'DELETE', path: '/endpoints/fuzz', body: null },
  {
    method: 'POST',
    path: '/extension',
    body: { config: { enableInference: 'True' }, configProtected: { x: CANARY } },
  },
  { method: 'POST', path: '/page/certificates', body: { chain: [] } },
  { method: 'POST', path: '/verdict', body: { outcome: 'accepted' } },
  { method: 'GET', path: '/observations?since=-1', body: null },
  { method: 'GET', path: '/openapi.json', body: null },
];

/** Requests to the control API: `METHOD path`, then the body. */
export const control: Generator = {
  name: 'control',
  make(random): Input {
    const { method, path, body } = random.pick(REQUESTS);
    const line = random.oneIn(10) ? oddPath(random) : path;
    if (body === null) return [Buffer.from(`${method} ${line}`), Buffer.alloc(0)];
    const json = Buffer.from(random.oneIn(30) ? nested(20_000) : JSON.stringify(spoil(body, random, 5)));
    return [Buffer.from(`${method} ${line}`), random.oneIn(4) ? mutate(json, random) : json];
  },
};

function oddPath(random: Random): string {
  return random.pick([
    '/dns/records/%00',
    '/dns/records/fuzz%ff',
    `/endpoints/${'f'.repeat(500)}`,
    '/%2e%2e/key',
    '//x',
  ]);
}
