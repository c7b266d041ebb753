import t from 'tap';
import { describeCloud } from '../../../apis/azure/cloud-metadata.ts';
import { authorize } from '../../../apis/azure/sign-in-page.ts';
import { answerTokenRequest, makeCode, makeToken } from '../../../apis/azure/tokens.ts';
import { openMockAzure } from './mock-azure.ts';

const TENANT = '11111111-1111-1111-1111-111111111111';
const AT = { issuer: `https://localhost/${TENANT}/v2.0`, tenant: TENANT, now: 1_800_000_000_000 };

t.test('the cloud metadata are a list for az and the SDK, one object for az cloud register', async (t) => {
  const list = describeCloud('https://localhost:9443', '2019-05-01');
  t.match(list, [{ name: 'mock', resourceManager: 'https://localhost:9443/' }]);
  t.match(describeCloud('https://localhost:9443', '2022-09-01'), { suffixes: { storage: 'localhost:9443' } });
});

t.test('an access token is a JWT with the claims that az reads', async (t) => {
  const claims = {
    audience: 'https://localhost',
    issuer: AT.issuer,
    tenantId: TENANT,
    clientId: 'c',
    now: AT.now,
  };
  const [head, body, signature] = makeToken(claims).split('.');
  const decode = (part = ''): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  t.strictSame(decode(head), { typ: 'JWT', alg: 'none' });
  t.match(decode(body), {
    aud: 'https://localhost',
    tid: TENANT,
    oid: 'c',
    exp: 1_800_003_600,
    nbf: 1_800_000_000,
  });
  t.not(signature, '');
});

t.test(
  'the token endpoint takes any secret and any assertion, and refuses in the words of OAuth',
  async (t) => {
    const rows: [form: string, refusal: string | null][] = [
      ['grant_type=client_credentials&client_id=c&client_secret=s&scope=https://localhost//.default', null],
      ['grant_type=client_credentials&client_id=c&client_assertion=a', null],
      ['grant_type=client_credentials&client_id=c', 'invalid_client'],
      ['grant_type=client_credentials&client_secret=s', 'invalid_request'],
      ['grant_type=password&client_id=c&client_secret=s', 'unsupported_grant_type'],
      ['', 'unsupported_grant_type'],
    ];
    for (const [form, refusal] of rows) {
      const answer = answerTokenRequest(new URLSearchParams(form), AT);
      t.equal('error' in answer ? answer.error : null, refusal, form);
    }
  },
);

t.test('a browser signs the user in and hands the code to a tool on this machine alone', async (t) => {
  const at = { state: 'a"b', nonce: 'n' };
  const uri = 'http://localhost:8400';
  const { page = '' } = { page: '', ...authorize({ ...at, redirect_uri: uri, response_mode: 'form_post' }) };
  t.match(page, /<form method="post" action="http:\/\/localhost:8400">/);
  t.match(page, /name="state" value="a&#34;b"/);
  t.match(authorize({ ...at, redirect_uri: uri }), {
    redirect: /^http:\/\/localhost:8400\/\?code=.+&state=a%22b$/,
  });
  t.match(authorize({ ...at, redirect_uri: 'http://127.0.0.2:1/x' }), {
    redirect: /^http:\/\/127\.0\.0\.2:1\/x\?code/,
  });
  for (const foreign of [
    'https://evil.example',
    'http://localhost.evil.example',
    'http://127.evil.example',
    'x',
    '',
  ])
    t.throws(() => authorize({ ...at, redirect_uri: foreign }), { code: 'BadRequest' }, foreign);
});

t.test(
  'a user gets an id token with the nonce of the request, and a new access token for the refresh token',
  async (t) => {
    const ask = (form: string) => answerTokenRequest(new URLSearchParams(`client_id=c&${form}`), AT);
    const claimsOf = (token = ''): unknown =>
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const answer = ask(
      `grant_type=authorization_code&code=${makeCode('n')}&scope=https://localhost/.default openid`,
    );
    if ('error' in answer) return t.fail(answer.error);
    t.match(claimsOf(answer.id_token), {
      aud: 'c',
      nonce: 'n',
      preferred_username: 'trainer@contoso.com',
      tid: TENANT,
    });
    t.match(claimsOf(answer.access_token), {
      aud: 'https://localhost',
      idtyp: 'user',
      upn: 'trainer@contoso.com',
    });
    t.match(JSON.parse(Buffer.from(answer.client_info ?? '', 'base64url').toString()), { utid: TENANT });
    for (const form of [
      'grant_type=refresh_token&refresh_token=x',
      `grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=${makeCode(null)}`,
      'grant_type=authorization_code&code=not-one-of-ours',
    ])
      t.match(ask(form), { access_token: String, refresh_token: String }, form);
  },
);

t.test('a token request that is no form is refused, and a tenant of any name has an authority', async (t) => {
  await using azure = await openMockAzure();
  const json = await azure.call('POST', `/${TENANT}/oauth2/v2.0/token`, { grant_type: 'client_credentials' });
  t.match(json, { status: 400, body: { error: { code: 'BadRequest', message: /must be a form/ } } });
  const authority = await azure.call('GET', '/adfs/.well-known/openid-configuration');
  t.equal(authority.body.token_endpoint, `https://localhost:${azure.api.port}/adfs/oauth2/token`);
  const page = await azure.call(
    'GET',
    '/organizations/oauth2/v2.0/authorize?redirect_uri=http://localhost:1&state=s',
  );
  t.match(page, { status: 302, headers: { location: /^http:\/\/localhost:1\/\?code=/ } });
  const foreign = await azure.call(
    'GET',
    '/organizations/oauth2/v2.0/authorize?redirect_uri=https://evil.example',
  );
  t.match(foreign, { status: 400, body: { error: { message: /http:\/\/localhost/ } } });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const refused = await azure.call('POST', '/adfs/oauth2/token', 'grant_type=device_code', form);
  t.match(refused, {
    status: 400,
    body: { error: 'unsupported_grant_type', error_description: /device_code/ },
  });
});

t.test('managed identity wants the header that a web page cannot send', async (t) => {
  await using azure = await openMockAzure({ now: () => AT.now });
  const ask = async (
    path: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(`${azure.api.identityUrl}${path}`, { headers });
    return { status: answer.status, body: await answer.json() };
  };
  const app = '/msi/token?api-version=2019-08-01&resource=https://localhost';
  const imds = '/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://localhost';
  t.match(await ask(app, { 'x-identity-header': 'any' }), {
    status: 200,
    body: { expires_on: '1800003599' },
  });
  t.match(await ask(imds, { metadata: 'true' }), { status: 200, body: { resource: 'https://localhost' } });
  t.match(await ask(app, {}), { status: 401, body: { error: { code: 'IdentityHeaderMissing' } } });
  t.match(await ask(imds, {}), { status: 400, body: { error: { code: 'BadRequest' } } });
  t.match(await ask('/msi/token', { 'x-identity-header': 'any' }), { status: 400 });
  t.match(await ask('/subscriptions', {}), {
    status: 404,
    body: { error: { message: /It has: \/msi\/token/ } },
  });
  const metadata = await ask('/metadata/endpoints?api-version=2019-05-01', {});
  t.match(metadata.body, [{ resourceManager: `https://localhost:${azure.api.port}/` }]);
});
