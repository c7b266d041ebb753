import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AzureError } from './azure-error.ts';
import { ACCOUNT, type Blob, type BlobStore } from './blobs.ts';
import { LIMITS } from './limits.ts';

type BlobRequest = FastifyRequest<{
  Params: { container: string; '*': string };
  Querystring: { sig?: string; comp?: string; prefix?: string };
}>;

/** Blob storage, as far as an upload of the SDK needs it: HEAD, GET, PUT, and PUT of metadata. */
export function addBlobRoutes(app: FastifyInstance, store: BlobStore): void {
  for (const start of [`/${ACCOUNT}/:container`, `/${ACCOUNT}.blob.:suffix/:container`]) {
    app.register(async (routes) => addRoutes(routes, `${start}/*`, store));
  }
}

function addRoutes(app: FastifyInstance, path: string, store: BlobStore): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LIMITS.blobBytes }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('onRequest', async (request: BlobRequest) => {
    if (!store.isSignedBy(request.query.sig))
      throw new AzureError(
        403,
        'AuthenticationFailed',
        'The shared access signature is not one of this mock.',
      );
  });
  app.setErrorHandler((error, _request, reply) => answerError(error, reply));

  app.head(path, (request: BlobRequest, reply) => {
    const blob = find(store, request);
    return describe(reply, blob).header('content-length', blob.bytes.length).send();
  });
  app.get(path, (request: BlobRequest, reply) => {
    const blob = find(store, request);
    return describe(reply, blob).send(blob.bytes);
  });
  app.put(path, { bodyLimit: LIMITS.blobBytes }, (request: BlobRequest, reply) => {
    const { comp } = request.query;
    if (comp === 'metadata') {
      const blob = store.setMetadata(nameOf(request), metadataOf(request));
      if (blob === undefined) throw blobNotFound();
      return stamp(reply, blob).send();
    }
    if (comp !== undefined) {
      const message = `The mock stores a file in one request; it has no comp=${comp}.`;
      throw new AzureError(501, 'NotImplemented', message);
    }
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const type = request.headers['x-ms-blob-content-type'] ?? 'application/octet-stream';
    const blob = store.put(nameOf(request), bytes, String(type), metadataOf(request));
    return stamp(reply, blob).header('x-ms-request-server-encrypted', 'true').code(201).send();
  });
}

const nameOf = ({ params }: BlobRequest): string => `${params.container}/${params['*']}`;

function find(store: BlobStore, request: BlobRequest): Blob {
  const blob = store.get(nameOf(request));
  if (blob === undefined) throw blobNotFound();
  return blob;
}

const blobNotFound = (): AzureError =>
  new AzureError(404, 'BlobNotFound', 'The specified blob does not exist.');

const META = 'x-ms-meta-';

function metadataOf({ headers }: BlobRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(META))
      .map(([name, value]) => [name.slice(META.length), String(value)]),
  );
}

function stamp(reply: FastifyReply, { etag, modifiedAt }: Blob): FastifyReply {
  return reply
    .header('etag', etag)
    .header('last-modified', new Date(modifiedAt).toUTCString())
    .header('x-ms-version', '2021-08-06');
}

function describe(reply: FastifyReply, blob: Blob): FastifyReply {
  stamp(reply, blob).type(blob.contentType).header('x-ms-blob-type', 'BlockBlob');
  for (const [name, value] of Object.entries(blob.metadata)) reply.header(`${META}${name}`, value);
  return reply;
}

/** Storage has errors in XML, with the code in a field as well. */
function answerError(error: unknown, reply: FastifyReply): FastifyReply {
  const known = error instanceof AzureError ? error : null;
  const status = known?.status ?? (error as { statusCode?: number }).statusCode ?? 500;
  const code = known?.code ?? (status === 413 ? 'RequestBodyTooLarge' : 'InvalidInput');
  const message = error instanceof Error ? error.message : String(error);
  return reply
    .code(status)
    .header('x-ms-error-code', code)
    .type('application/xml')
    .send(
      `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
    );
}

const escapeXml = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
