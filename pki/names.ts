import net from 'node:net';
import {
  AttributeTypeAndValue,
  AttributeValue,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  Name,
  RelativeDistinguishedName,
} from '@peculiar/asn1-x509';

const ORGANIZATION = '2.5.4.10';
const COMMON_NAME = '2.5.4.3';

/** A subject of an organization and a common name, UTF8String both (RFC 5280 section 4.1.2.4); null leaves one out. */
export function subjectName(organization: string | null, commonName: string | null): Name {
  const parts: [string, string | null][] = [
    [ORGANIZATION, organization],
    [COMMON_NAME, commonName],
  ];
  return new Name(
    parts.flatMap(([type, text]) => {
      if (text === null) return [];
      const value = new AttributeValue({ utf8String: text });
      return [new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value })])];
    }),
  );
}

/** The last common name of a subject, or null. */
export function commonNameIn(subject: Name): string | null {
  const all = subject.flatMap((rdn) => rdn.filter(({ type }) => type === COMMON_NAME));
  return all.at(-1)?.value.toString() ?? null;
}

/**
 * A recipe's `DNS:…`, `IP:…`, `URI:…` or `EMAIL:…` as a GeneralName (RFC 5280 section 4.2.1.6), each character one byte.
 *
 * @throws Error for another form: a defect of the recipe, not of a person's input
 */
export function generalName(text: string): GeneralName {
  const [form, value] = split(text);
  switch (form) {
    case 'DNS':
      return new GeneralName({ dNSName: value });
    case 'URI':
      return new GeneralName({ uniformResourceIdentifier: value });
    case 'EMAIL':
      return new GeneralName({ rfc822Name: value });
    case 'IP':
      return new GeneralName({ iPAddress: plainIp(text, value) });
  }
  throw new Error(`"${text}" is not a name of the form DNS:…, IP:…, URI:… or EMAIL:….`);
}

/** Names as the subtrees of name constraints; `IP:` takes a prefix, `IP:10.0.0.0/8` (RFC 5280 section 4.2.1.10). */
export function subtrees(names: string[]): GeneralSubtrees {
  return new GeneralSubtrees(names.map((name) => new GeneralSubtree({ base: generalName(name) })));
}

/** An address, with or without a prefix, in the one spelling that the schema's converter reads rightly. */
function plainIp(text: string, value: string): string {
  const [address = '', ...prefix] = value.split('/');
  const family = net.isIP(address);
  if (family === 0 || address.includes('%')) throw new Error(`"${text}" has no IP address.`);
  const plain = family === 4 ? address : new URL(`http://[${address}]`).hostname.slice(1, -1);
  return [plain, ...prefix].join('/');
}

function split(text: string): [string, string] {
  const colon = text.indexOf(':');
  const value = text.slice(colon + 1);
  for (const character of value) {
    if (character.charCodeAt(0) > 0xff)
      throw new Error(`"${text}" has a character that is more than one byte.`);
  }
  return [text.slice(0, colon), value];
}
