/** DER as PEM, lines of 64 characters (RFC 7468 section 2). */
export function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

export interface PemBlock {
  label: string;
  der: Buffer;
}

/** The PEM blocks of a text in their order; what stands around them is comment (RFC 7468 section 5.2). */
export function readPem(text: string): PemBlock[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g);
  return [...blocks].map(([, label = '', body = '']) => ({ label, der: Buffer.from(body, 'base64') }));
}
