// Hands connections on, one to one, until it is ended. The API server listens in a network namespace, which a UNIX
// socket can be reached through and a port cannot: one relay in there, one out here.
//
//   node relay.ts FROM TO      each a path of a UNIX socket, or HOST:PORT; port 0 takes a free one
import net from 'node:net';

function readEnd(text: string): { path: string } | { host: string; port: number } {
  if (text.startsWith('/')) return { path: text };
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

const [from = '', to = ''] = process.argv.slice(2);
const target = readEnd(to);

const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
  const far = net.connect({ ...target, allowHalfOpen: true, noDelay: true });
  near.on('error', () => far.destroy()).on('close', () => far.destroy());
  far.on('error', () => near.destroy()).on('close', () => near.destroy());
  near.pipe(far).pipe(near);
});
server.listen(readEnd(from), () => {
  const address = server.address();
  console.log(typeof address === 'string' ? address : `${address?.address}:${address?.port}`);
});
