import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { viewCertificates } from './certificate-view.ts';
import { fail } from './errors.ts';
import { pageFiles } from './page-files.ts';
import type { PageTarget } from './targets.ts';

/** Nothing is loaded but from here, nothing inline is run, and no other page may frame this one. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  py: 'text/x-python; charset=utf-8',
};

const ChainBody = Type.Object(
  {
    certificates: Type.Array(Type.String({ maxLength: 65_536, description: 'DER, base64' }), {
      maxItems: 16,
    }),
    host: Type.Optional(Type.String({ maxLength: 255, description: 'whose clients trust what' })),
  },
  { additionalProperties: false },
);
const RenewBody = Type.Object(
  { days: Type.Integer({ minimum: 1, maximum: 3650 }) },
  { additionalProperties: false },
);

/**
 * The page itself, and what it needs beside the rest of the control API. These routes are its own and change with it, so
 * /openapi.json leaves them out.
 */
export function addPageRoutes(
  app: FastifyInstance,
  page: PageTarget,
  caPem?: (host?: string) => Promise<string>,
): void {
  const hide = { schema: { hide: true } };
  app.get('/', hide, (_request, reply) => sendFile('index.html', reply));
  app.get<{ Params: { '*': string } }>('/page/*', hide, (request, reply) =>
    sendFile(request.params['*'], reply),
  );
  app.get('/page/facts', hide, () => page.facts());
  const { key, renewSecret, capture, report } = page;
  if (key !== undefined)
    app.post('/page/key', hide, (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ key: key() }),
    );
  app.post<{ Body: Static<typeof ChainBody> }>(
    '/page/certificates',
    { schema: { hide: true, body: ChainBody } },
    async ({ body }) => {
      const ders = body.certificates.map((each) => Buffer.from(each, 'base64'));
      return viewCertificates(ders, (await caPem?.(body.host)) ?? '');
    },
  );
  if (renewSecret !== undefined)
    app.post<{ Body: Static<typeof RenewBody> }>(
      '/page/secret',
      { schema: { hide: true, body: RenewBody } },
      async ({ body }, reply) => {
        await renewSecret(body.days);
        return reply.code(204).send();
      },
    );
  if (report !== undefined) app.get('/page/report', hide, () => report());
  if (capture !== undefined) app.post('/page/captures', hide, () => capture());
}

async function sendFile(name: string, reply: FastifyReply): Promise<FastifyReply> {
  const text = (await pageFiles()).get(name);
  if (text === undefined) throw fail('CONTROL_NOT_FOUND', { method: 'GET', path: `/page/${name}` });
  return reply
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-cache')
    .type(TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain; charset=utf-8')
    .send(text);
}
