/** Where a message is described: the words, and the address of the section. */
export interface Source {
  text: string;
  url: string;
}

const section = (rfc: number, number: string): Source => ({
  text: `RFC ${rfc} section ${number}`,
  url: `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${number}`,
});

const SOURCES: Readonly<Record<string, Source>> = {
  dns: section(1035, '4.1'),
  tcp: section(9293, '3.5'),
  fin: section(9293, '3.6'),
  HelloRequest: section(5246, '7.4.1.1'),
  ClientHello: section(5246, '7.4.1.2'),
  ServerHello: section(5246, '7.4.1.3'),
  NewSessionTicket: section(5077, '3.3'),
  Certificate: section(5246, '7.4.2'),
  CertificateStatus: section(6066, '8'),
  ServerKeyExchange: section(8422, '5.4'),
  CertificateRequest: section(5246, '7.4.4'),
  ServerHelloDone: section(5246, '7.4.5'),
  ClientKeyExchange: section(5246, '7.4.7'),
  CertificateVerify: section(5246, '7.4.8'),
  Finished: section(5246, '7.4.9'),
  ChangeCipherSpec: section(5246, '7.1'),
  alert: section(5246, '7.2'),
  data: section(5246, '10'),
  http: section(9110, '9'),
  answer: section(9110, '15'),
};

export const sourceOf = (what: string): Source | null => SOURCES[what] ?? null;

/** What a message is for, in one sentence for a reader who meets it for the first time. */
const PURPOSES: Readonly<Record<string, string>> = {
  ClientHello:
    'The client says which name it wants and what it can do. Everything in here can be read on the way.',
  ServerHello: 'The router chooses one version and one cipher suite from what the client offered.',
  Certificate: 'The router shows who it is. The client now decides whether to believe it.',
  CertificateStatus: 'The router staples what its authority says about the certificate (OCSP).',
  ServerKeyExchange:
    'The router sends its half of the key agreement, signed with the key of its certificate.',
  ServerHelloDone: 'The router is done. What follows is up to the client.',
  ClientKeyExchange: 'The client sends its half of the key agreement: it accepted the certificate.',
  ChangeCipherSpec: 'From here on this side encrypts.',
  Finished: 'The first encrypted message: a checksum over the whole handshake.',
  NewSessionTicket: 'The router gives the client a ticket for a shorter handshake next time.',
};

export const purposeOf = (what: string): string | null => PURPOSES[what] ?? null;
