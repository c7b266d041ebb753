import type { FastifyInstance } from 'fastify';
import { AzureError, badRequest } from './azure-error.ts';
import { describeCloud } from './cloud-metadata.ts';
import { originOf } from './operation-answers.ts';
import { type AuthorizeQuery, authorize } from './sign-in-page.ts';
import { answerDeviceCode, answerManagedIdentity, answerTokenRequest, describeAuthority } from './tokens.ts';

interface VersionQuery {
  Querystring: { 'api-version'?: string };
}
interface ResourceQuery {
  Querystring: { resource?: string };
}

/** The cloud metadata. @param origin of the HTTPS port, as the client that asks sees it */
export function addMetadataRoute(app: FastifyInstance, origin: (host: string) => string): void {
  app.get<VersionQuery>('/metadata/endpoints', (request) =>
    describeCloud(origin(request.headers.host ?? ''), String(request.query['api-version'] ?? '')),
  );
}

/**
 * Sign-in as a service principal, a workload identity, or as the mock's user in a browser or with a device code. `adfs` is
 * a tenant like any other, for tools that ask for it.
 */
export function addSignInRoutes(app: FastifyInstance, now: () => number): void {
  for (const version of ['/v2.0', '']) {
    app.get<{ Params: { tenant: string } }>(
      `/:tenant${version}/.well-known/openid-configuration`,
      (request) => describeAuthority(originOf(request), request.params.tenant, version),
    );
    app.post<{ Params: { tenant: string } }>(`/:tenant/oauth2${version}/token`, (request, reply) => {
      const { tenant } = request.params;
      const { issuer } = describeAuthority(originOf(request), tenant, version);
      if (!(request.body instanceof URLSearchParams))
        throw badRequest('The body of a token request must be a form (application/x-www-form-urlencoded).');
      const answer = answerTokenRequest(request.body, { issuer, tenant, now: now() });
      return reply.code('error' in answer ? 400 : 200).send(answer);
    });
    app.post(`/:tenant/oauth2${version}/devicecode`, (request) => answerDeviceCode(originOf(request)));
    app.get<{ Querystring: AuthorizeQuery }>(`/:tenant/oauth2${version}/authorize`, (request, reply) => {
      const answer = authorize(request.query);
      if ('redirect' in answer) return reply.redirect(answer.redirect);
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-frame-options', 'DENY')
        .send(answer.page);
    });
  }
}

/**
 * Managed identity over plain HTTP: App Service's route (`IDENTITY_ENDPOINT`, any `X-IDENTITY-HEADER`) and IMDS
 * (`Metadata: true`). Both headers are what a web page cannot send unasked.
 *
 * @param issuer of the tokens
 */
export function addManagedIdentityRoutes(app: FastifyInstance, issuer: string, now: () => number): void {
  app.get<ResourceQuery>('/msi/token', (request) => {
    if (request.headers['x-identity-header'] === undefined)
      throw new AzureError(401, 'IdentityHeaderMissing', 'The X-IDENTITY-HEADER field is missing.');
    return answerManagedIdentity(resourceOf(request.query), issuer, now());
  });
  app.get<ResourceQuery>('/metadata/identity/oauth2/token', (request) => {
    if (request.headers.metadata !== 'true') throw badRequest('The field "Metadata: true" is missing.');
    return answerManagedIdentity(resourceOf(request.query), issuer, now());
  });
}

function resourceOf({ resource }: ResourceQuery['Querystring']): string {
  if (typeof resource === 'string' && resource !== '') return resource;
  throw badRequest('The query parameter "resource" is missing.');
}
