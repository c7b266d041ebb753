import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import t from 'tap';
import { readOffer, readOpening } from '../../../gateway/tls/client-hello.ts';

/** The first bytes that a real TLS client sends. */
async function realHello(options: tls.ConnectionOptions): Promise<Buffer> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = tls.connect({ ...options, host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  client.on('error', () => undefined);
  const [socket] = (await once(server, 'connection')) as [net.Socket];
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  client.destroy();
  socket.destroy();
  server.close();
  return bytes;
}

/** The same handshake message in records of `size` bytes. */
function fragment(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += size) {
    const part = message.subarray(at, at + size);
    records.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 0xff]), part);
  }
  return Buffer.concat(records);
}

t.test('reads what a client offers: SNI, versions, suites, ALPN', async (t) => {
  const opening = readOpening(
    await realHello({ servername: 'www.contoso.com', ALPNProtocols: ['h2', 'http/1.1'] }),
  );
  if (opening.kind !== 'client-hello') throw new Error(opening.kind);
  const offer = readOffer(opening.record);
  t.equal(offer?.sni, 'www.contoso.com');
  t.same(offer?.versions, ['TLSv1.3', 'TLSv1.2']);
  t.same(offer?.alpn, ['h2', 'http/1.1']);
  t.ok(offer?.cipherSuites.includes('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'));
});

t.test('a client without supported_versions offers its version and those below', async (t) => {
  const opening = readOpening(
    await realHello({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }),
  );
  if (opening.kind !== 'client-hello') throw new Error(opening.kind);
  t.same(readOffer(opening.record)?.versions, ['TLSv1.1', 'TLSv1']);
});

t.test(
  'puts together a ClientHello that came in many records, and wants more until the last byte',
  async (t) => {
    const hello = await realHello({ servername: 'www.contoso.com' });
    for (const size of [1, 3, 100]) {
      const bytes = fragment(hello, size);
      for (let length = 0; length < bytes.length; length += 1) {
        const { kind } = readOpening(bytes.subarray(0, length));
        if (kind !== 'incomplete')
          t.fail(`${length} of ${bytes.length} bytes in records of ${size} are taken for ${kind}`);
      }
      const whole = readOpening(bytes);
      t.equal(whole.kind, 'client-hello', `records of ${size}`);
      if (whole.kind === 'client-hello') t.ok(whole.record.subarray(5).equals(hello.subarray(5)));
    }
  },
);

t.test('HTTP, garbage and TLS are recognised', async (t) => {
  const rows: [string, Buffer, string][] = [
    ['nothing yet', Buffer.alloc(0), 'incomplete'],
    ['a request', Buffer.from('POST /api HTTP/1.1\r\n'), 'plain-http'],
    ['the beginning of a method', Buffer.from('PO'), 'incomplete'],
    ['HTTP/2 with prior knowledge', Buffer.from('PRI * HTTP/2.0\r\n'), 'plain-http'],
    ['capitals that are no method', Buffer.from('ABCDEFGH'), 'garbage'],
    ['SSH', Buffer.from('SSH-2.0-x'), 'garbage'],
    ['an SSLv2 ClientHello', Buffer.from([0x80, 0x2e, 1, 3, 1]), 'garbage'],
    ['a record of another version', Buffer.from([22, 9, 9, 0, 4, 1, 0, 0, 0]), 'garbage'],
    ['an empty record', Buffer.from([22, 3, 1, 0, 0]), 'garbage'],
    ['a handshake message that is no ClientHello', Buffer.from([22, 3, 1, 0, 4, 2, 0, 0, 0]), 'garbage'],
    ['a ClientHello that claims 16 MB', Buffer.from([22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff]), 'garbage'],
  ];
  for (const [name, bytes, kind] of rows) t.equal(readOpening(bytes).kind, kind, name);
});

t.test('a ClientHello with one extension twice has no offer', async (t) => {
  const opening = readOpening(await realHello({ servername: 'www.contoso.com' }));
  if (opening.kind !== 'client-hello') throw new Error(opening.kind);
  const { record } = opening;
  const name = record.indexOf('www.contoso.com');
  // The extension server_name: type, length, list length, name type, name length, and the name (RFC 6066 section 3).
  const extension = record.subarray(name - 9, name + 15);
  const twice = Buffer.concat([record, extension]);
  twice.writeUInt16BE(record.readUInt16BE(3) + extension.length, 3);
  twice.writeUIntBE(record.readUIntBE(6, 3) + extension.length, 6, 3);
  const extensionsAt = 44 + (record[43] ?? 0);
  const compressionAt = extensionsAt + 2 + record.readUInt16BE(extensionsAt);
  const lengthAt = compressionAt + 1 + (record[compressionAt] ?? 0);
  twice.writeUInt16BE(record.readUInt16BE(lengthAt) + extension.length, lengthAt);
  t.equal(readOffer(record)?.sni, 'www.contoso.com');
  t.equal(readOffer(twice), null);
});

t.test('a malformed ClientHello has no offer, and is not waited for', async (t) => {
  t.equal(readOffer(Buffer.from([22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3])), null);
  t.equal(readOffer(Buffer.from([22, 3, 1, 0, 4, 1, 0, 0, 0])), null);
  const opening = readOpening(await realHello({ servername: 'www.contoso.com', ALPNProtocols: ['h2'] }));
  if (opening.kind !== 'client-hello') throw new Error(opening.kind);
  // Nothing that is cut off may be taken for whole, but for one without its extensions: that is one from before RFC 3546.
  const { record } = opening;
  const whole = readOffer(record);
  for (let length = 0; length < record.length; length += 1) {
    const offer = readOffer(record.subarray(0, length));
    if (offer !== null)
      t.match(offer, { sni: null, alpn: [], cipherSuites: whole?.cipherSuites }, `${length} bytes`);
  }
});
