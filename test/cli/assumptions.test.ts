import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { request } from 'undici';
import type { ExtensionView } from '../../extension/extension-control.ts';
import { cli, startCli } from '../support/cli.ts';
import { needs, run } from '../support/tools.ts';

t.test('what is assumed about the router can be chosen otherwise', { skip: needs('sslscan') }, async (t) => {
  const answers = { 'endpoint-unknown': { status: 410, body: { text: 'gone' } } };
  const dir = t.testdir({ 'answers.json': JSON.stringify(answers) });
  await using started = await startCli(
    dir,
    ...['--plain-http', 'serve', '--answers', path.join(dir, 'answers.json'), '--body-limit', '10'],
    ...['--tls-ciphers', 'ECDHE-RSA-AES256-GCM-SHA384'],
  );
  const { httpUrl, httpsUrl, key } = started.ready;
  const ask = (route: string, body: string) =>
    request(`${httpUrl}${route}`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body });
  const gone = await ask('/api/v1/endpoint/nothing/score', '{}');
  t.equal(gone.statusCode, 410);
  t.equal(await gone.body.text(), 'gone');
  t.equal((await ask('/api/v1/endpoint/demo/score', '{"data":[[1,2,3]]}')).statusCode, 413);
  const { stdout } = await run('sslscan', ['--no-colour', new URL(httpsUrl ?? '').host]);
  const suites = [...stdout.matchAll(/^(?:Preferred|Accepted)\s+TLSv1\.2\s+\d+ bits\s+(\S+)/gm)].map(
    (match) => match[1],
  );
  t.same(suites, ['ECDHE-RSA-AES256-GCM-SHA384']);
});

t.test('a strict router refuses what is only warned about', async (t) => {
  const dir = t.testdir();
  const folder = path.join(dir, 'secrets', 'tls');
  await cli('certs', 'issue', '--out', folder, '--state', path.join(dir, 'state'));
  const [key, chain] = await Promise.all(
    ['key.pem', 'cert.pem'].map((file) => readFile(path.join(folder, file))),
  );
  if (key !== undefined && chain !== undefined)
    await writeFile(path.join(folder, 'cert.pem'), Buffer.concat([chain, key]));
  t.equal((await cli('certs', 'check', folder)).code, 0);
  const refused = await cli('certs', 'check', folder, '--strict');
  t.equal(refused.code, 1);
  t.match(refused.stdout, /SECRET_WARNING_REFUSED/);
});

t.test('of a stored PEM pair and a secret, the one that is chosen counts', async (t) => {
  const dir = t.testdir();
  const state = path.join(dir, 'state');
  const issue = async (folder: string): Promise<string> => {
    await cli('certs', 'issue', '--out', path.join(dir, folder), '--state', state);
    return new X509Certificate(await readFile(path.join(dir, folder, 'cert.pem'))).fingerprint256;
  };
  const served = { files: await issue('pair'), secret: await issue('contoso-tls') };
  for (const which of ['files', 'secret'] as const) {
    await using started = await startCli(
      dir,
      ...['--stored-certificate', which, '--secrets-dir', dir],
      ...['--config', 'sslSecret=contoso-tls'],
      ...['--config-protected', `sslCertPemFile=${dir}/pair/cert.pem`, `sslKeyPemFile=${dir}/pair/key.pem`],
    );
    const view = await request(`${started.ready.controlUrl}/extension`);
    t.equal(((await view.body.json()) as ExtensionView).served?.fingerprint, served[which], which);
  }
});

t.test('an unknown choice is refused', async (t) => {
  const dir = t.testdir({
    'bad.json': '{"endpoint-unknwon":{"status":410}}',
    'worse.json': '{"scored":{"status":"x"}}',
    'no.json': 'no',
  });
  const rows: [string[], RegExp][] = [
    [['--answers', path.join(dir, 'bad.json')], /such as endpoint-unknown/],
    [['--answers', path.join(dir, 'worse.json')], /worse\.json\/scored\/status/],
    [['--answers', path.join(dir, 'no.json')], /a file with JSON in it/],
    [['--config', 'sslSecret='], /the name of a Secret/],
    [['--answers', path.join(dir, 'none.json')], /FILE_NOT_READABLE/],
    [['--tls-ciphers', 'NONSENSE'], /a cipher list of OpenSSL/],
  ];
  for (const [args, words] of rows) {
    const ran = await cli('start', '--state', path.join(dir, 's'), ...args);
    t.equal(ran.code, 2, ran.stderr);
    t.match(ran.stderr, words);
  }
});
