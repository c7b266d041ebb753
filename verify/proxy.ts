import { Resolver } from 'node:dns';
import http from 'node:http';
import net, { type AddressInfo, type LookupFunction, type Socket } from 'node:net';
import { hostAndPort } from '../common/addresses.ts';

export interface ProxyTarget {
  dns: { address: string; port: number };
  /** Where the ports of a production URI lead in the world. */
  ports: Readonly<Record<number, number>>;
}

export interface WorldProxy {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A forward proxy into a world (RFC 9110 section 9.3.6 and absolute-form requests): it asks the world's DNS server for
 * every name and maps the ports of the production URI to those of the world. It connects to loopback addresses and to
 * nothing else, so a client behind it reaches the world or nothing.
 */
export async function startProxy(
  target: ProxyTarget,
  lookupWith: (resolver: Resolver) => LookupFunction,
): Promise<WorldProxy> {
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  const { address, port } = target.dns;
  resolver.setServers([hostAndPort(address, port)]);
  const lookup = lookupWith(resolver);
  const sockets = new Set<Socket>();

  const connectTo = (host: string, wanted: number): Socket => {
    // A literal address never gets to `lookup`.
    if (net.isIP(host) !== 0 && !isLoopback(host)) return new net.Socket().destroy(unreachable(host));
    return net.connect({ host, port: target.ports[wanted] ?? wanted, lookup: loopbackOnly(lookup) });
  };

  const server = http.createServer((request, response) => {
    const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : null;
    if (url === null || url.protocol !== 'http:') {
      response.writeHead(400).end('This is a proxy: send it an absolute http:// URI or CONNECT.\n');
      return;
    }
    const { host, 'proxy-connection': _dropped, ...headers } = request.headers;
    const forward = http.request({
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, host: host ?? url.host },
      createConnection: () => connectTo(unbracket(url.hostname), Number(url.port || 80)),
    });
    forward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    forward.on('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    request.pipe(forward);
  });

  server.on('connect', (request, client: Socket, head: Buffer) => {
    const match = /^\[?([^\]]+)\]?:(\d+)$/.exec(request.url ?? '');
    if (match === null) {
      client.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      return;
    }
    const upstream = connectTo(match[1] ?? '', Number(match[2]));
    upstream.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    // 502 is the answer when the name or the port behind the proxy is dead.
    upstream.once('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    client.on('error', () => upstream.destroy());
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroySoon());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const unbracket = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** Refuses addresses that are not on this machine: a proxy for tests is no way out. */
function loopbackOnly(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address);
      const outside = addresses.find((address) => !isLoopback(address));
      if (outside === undefined) callback(null, found, family);
      else
        callback(Object.assign(new Error(`${outside} is not in this world`), { code: 'ENETUNREACH' }), '', 0);
    });
  };
}

const unreachable = (address: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${address} is not in this world`), { code: 'ENETUNREACH' });

const isLoopback = (address: string): boolean => /^127\./.test(address) || address === '::1';
