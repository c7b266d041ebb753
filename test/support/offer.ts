import type { ClientOffer } from '../../common/observations.ts';

/** What a ClientHello offers, of which a test only says what it is about. */
export function offer(said: Partial<ClientOffer> = {}): ClientOffer {
  return {
    versions: ['TLSv1.3', 'TLSv1.2'],
    cipherSuites: [],
    alpn: [],
    sni: null,
    extensions: [],
    groups: [],
    signatureSchemes: [],
    pointFormats: [],
    sessionIdLength: 32,
    ja4: '',
    ...said,
  };
}
