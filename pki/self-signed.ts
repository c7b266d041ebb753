import { createPublicKey, X509Certificate } from 'node:crypto';
import type { CaCertificate } from './certificate.ts';
import { leafSpec } from './defaults.ts';
import type { Hierarchy } from './hierarchy.ts';
import { isEc } from './key-pair.ts';
import { subjectName } from './names.ts';
import type { CertificateSpec, SelfSignedLeaf } from './recipe.ts';

type GenerateOptions = NonNullable<Parameters<typeof import('selfsigned').generate>[1]>;
type Extensions = NonNullable<GenerateOptions['extensions']>;

/**
 * Issues a leaf that is its own issuer, with the very package that developers reach for: what comes out is what they
 * deploy, with no key identifiers.
 *
 * The package is loaded here and not above, because it brings a whole certificate library that nothing else needs.
 */
export async function issueSelfSigned(
  { keys, keyType }: Hierarchy,
  { selfSigned: _, trusted: __, ...wanted }: SelfSignedLeaf,
  now: Date,
): Promise<CaCertificate> {
  const { generate } = await import('selfsigned');
  const spec = leafSpec(wanted, keyType);
  const pair = await keys.pair(spec.key, spec.keySlot);
  const { cert: pem } = await generate(subjectFields(spec), {
    keyType: isEc(spec.key) ? 'ec' : 'rsa',
    curve: spec.key === 'ec-p384' ? 'P-384' : 'P-256',
    keyPair: { privateKey: pair.privatePem, publicKey: publicPemOf(pair) },
    algorithm: spec.signatureHash,
    notBeforeDate: new Date(now.getTime() + spec.notBeforeMs),
    notAfterDate: new Date(now.getTime() + spec.notAfterMs),
    extensions: extensionsOf(spec),
  });
  const certificate = new X509Certificate(pem);
  return {
    der: certificate.raw,
    pem: `${pem.trimEnd()}\n`,
    subject: subjectName(spec.organization, spec.commonName),
    pair,
    serialNumber: certificate.serialNumber,
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
  };
}

function publicPemOf({ privateKey }: CaCertificate['pair']): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
}

function subjectFields({ organization, commonName }: CertificateSpec) {
  return [
    ...(organization === null ? [] : [{ name: 'organizationName', value: organization }]),
    ...(commonName === null ? [] : [{ name: 'commonName', value: commonName }]),
  ];
}

function extensionsOf(spec: CertificateSpec): Extensions {
  const { basicConstraints, keyUsage, extendedKeyUsage, sans } = spec;
  const flags = (names: string[]) => Object.fromEntries(names.map((name) => [name, true]));
  return [
    ...(basicConstraints === null
      ? []
      : [
          {
            name: 'basicConstraints' as const,
            cA: basicConstraints.ca,
            critical: basicConstraints.critical ?? true,
            ...(basicConstraints.pathLength === undefined
              ? {}
              : { pathLenConstraint: basicConstraints.pathLength }),
          },
        ]),
    ...(keyUsage === null ? [] : [{ name: 'keyUsage' as const, critical: true, ...flags(keyUsage) }]),
    ...(extendedKeyUsage === null ? [] : [{ name: 'extKeyUsage' as const, ...flags(extendedKeyUsage) }]),
    ...(sans === null ? [] : [{ name: 'subjectAltName' as const, altNames: sans.map(altName) }]),
  ];
}

/** node-forge's numbers of the forms of a name, which the package has kept. */
const FORMS = { EMAIL: 1, DNS: 2, URI: 6, IP: 7 } as const;

function altName(san: string) {
  const colon = san.indexOf(':');
  const form = san.slice(0, colon);
  const value = san.slice(colon + 1);
  if (form === 'IP') return { type: FORMS.IP, ip: value };
  if (form === 'DNS' || form === 'URI' || form === 'EMAIL') return { type: FORMS[form], value };
  throw new Error(`"${san}" is not a name of the form DNS:…, IP:…, URI:… or EMAIL:….`);
}
