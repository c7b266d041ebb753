import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type JsonObject, objectAt, textAt } from './json.ts';
import type { Kind } from './kinds.ts';

/** What the real server warns of beside unknown fields: the old Endpoints, and a TLS Secret that no server could use. */
export function warningsOf(kind: Kind, object: JsonObject | null): string[] {
  if (kind.kind === 'Endpoints') {
    return ['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'];
  }
  if (kind.kind !== 'Secret' || object === null || textAt(object, 'type') !== 'kubernetes.io/tls') return [];
  const data = objectAt(object, 'data');
  const problem = pairProblem(decoded(data, 'tls.crt'), decoded(data, 'tls.key'));
  return problem === null ? [] : [problem];
}

function decoded(data: JsonObject, key: string): string {
  return Buffer.from(textAt(data, key), 'base64').toString();
}

/** Go's words for a pair that it cannot load. */
function pairProblem(certificate: string, key: string): string | null {
  if (!certificate.includes('-----BEGIN CERTIFICATE-----'))
    return 'tls: failed to find any PEM data in certificate input';
  if (!/-----BEGIN (?:\w+ )?PRIVATE KEY-----/.test(key))
    return 'tls: failed to find any PEM data in key input';
  try {
    const matches = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
    return matches ? null : 'tls: private key does not match public key';
  } catch {
    return 'tls: failed to parse certificate or private key';
  }
}
