import t from 'tap';
import { AssetStore } from '../../../apis/azure/assets.ts';
import { BlobStore } from '../../../apis/azure/blobs.ts';
import { LIMITS } from '../../../apis/azure/limits.ts';
import { openMockAzure, WORKSPACE } from './mock-azure.ts';

const SCORE = 'def init(): pass\ndef run(data): return data\n';

t.test(
  'a code folder is uploaded to the address that the mock gives, and shown as it was stored',
  async (t) => {
    await using azure = await openMockAzure();
    const version = `${WORKSPACE}/codes/my-code/versions/1`;
    const pending = { pendingUploadType: 'TemporaryBlobReference' };
    const { blobReferenceForConsumption: blob } = (
      await azure.call('POST', `${version}/startPendingUpload`, pending)
    ).body;
    const { pathname, search } = new URL(blob.credential.sasUri);
    const file = `${pathname}/code/score.py${search}`;
    const none = { authorization: '' };
    t.match(await azure.call('HEAD', file, undefined, none), {
      status: 404,
      headers: { 'x-ms-error-code': 'BlobNotFound' },
    });
    const octets = { ...none, 'content-type': 'application/octet-stream', 'x-ms-blob-type': 'BlockBlob' };
    t.match(await azure.call('PUT', file, SCORE, octets), { status: 201, headers: { etag: /^"0x/ } });
    const metadata = { ...none, 'x-ms-meta-name': 'my-code' };
    t.match(await azure.call('PUT', file.replace('?', '?comp=metadata&'), undefined, metadata), {
      status: 200,
    });
    t.match(await azure.call('HEAD', file, undefined, none), {
      status: 200,
      headers: { 'content-length': String(SCORE.length), 'x-ms-meta-name': 'my-code' },
    });
    t.equal((await azure.call('GET', file, undefined, none)).body, SCORE);
    const properties = { codeUri: `${blob.blobUri}/code`, properties: { hash_sha256: 'abc' } };
    t.match(await azure.call('PUT', version, { properties }), { status: 201, body: { properties } });
    t.match(await azure.call('PUT', version, { properties }), { status: 200 });
    t.match(azure.changes, [
      { name: 'my-code/1', status: 201 },
      { name: 'my-code/1', status: 200 },
    ]);
    t.match((await azure.call('GET', version)).body, { name: '1', properties });
    const versions = `${WORKSPACE}/codes/my-code/versions`;
    t.match((await azure.call('GET', `${versions}?hash=abc&hashVersion=202208`)).body.value, [{ name: '1' }]);
    t.match((await azure.call('GET', `${versions}?hash=other`)).body.value, []);
  },
);

t.test('storage opens to the signature of this mock alone', async (t) => {
  await using azure = await openMockAzure();
  const none = { authorization: '' };
  for (const query of ['', '?sig=wrong', '?sig=']) {
    const refused = await azure.call('PUT', `/storage/azureml/x${query}`, 'x', none);
    t.match(refused, { status: 403, headers: { 'x-ms-error-code': 'AuthenticationFailed' } }, query);
  }
  const { sasToken } = (
    await azure.call('POST', `${WORKSPACE}/datastores/workspaceblobstore/listSecrets`, {})
  ).body;
  const { port } = azure.api;
  for (const account of ['storage', `storage.blob.localhost:${port}`]) {
    const file = `/${account}/azureml/LocalUpload/x?${sasToken}`;
    t.equal((await azure.call('PUT', file, 'x', none)).status, 201, account);
    t.equal((await azure.call('GET', file, undefined, none)).body, 'x', account);
  }
  const block = await azure.call('PUT', `/storage/azureml/x?comp=block&blockid=1&${sasToken}`, 'x', none);
  t.match(block, { status: 501, body: /one request/ });
});

t.test('a datastore, a code and a model that are not there are a 404', async (t) => {
  await using azure = await openMockAzure();
  for (const path of [
    'datastores/other',
    'codes/c/versions/1',
    'models/m/versions/2',
    'environments/e/versions/1',
  ])
    t.match(await azure.call('GET', `${WORKSPACE}/${path}`), {
      status: 404,
      body: { error: { code: 'ResourceNotFound' } },
    });
  t.match(await azure.call('GET', `${WORKSPACE}/datastores`), {
    body: { value: [{ name: 'workspaceblobstore' }] },
  });
  await azure.call('PUT', `${WORKSPACE}/models/m/versions/1`, { properties: { modelUri: 'x' } });
  await azure.call('PUT', `${WORKSPACE}/models/m/versions/2`, { properties: { modelUri: 'y' } });
  const newest = await azure.call('GET', `${WORKSPACE}/models/m/versions?$orderBy=createdtime%20desc&$top=1`);
  t.match(newest.body.value, [{ name: '2', properties: { flavors: {} } }]);
});

t.test('what is uploaded has a limit, in files and in bytes', async (t) => {
  const store = new BlobStore(() => 0);
  const half = Buffer.alloc(LIMITS.allBlobsBytes / 2);
  store.put('a', half, '', {});
  store.put('b', half, '', {});
  t.throws(() => store.put('c', Buffer.alloc(1), '', {}), { status: 413, code: 'RequestBodyTooLarge' });
  store.put('a', Buffer.alloc(0), '', {});
  store.put('c', half, '', {});
  const many = new BlobStore(() => 0);
  for (let at = 0; at < LIMITS.blobs; at += 1) many.put(String(at), Buffer.alloc(0), '', {});
  t.throws(() => many.put('more', Buffer.alloc(0), '', {}), { code: 'RequestBodyTooLarge' });
  many.put('0', Buffer.alloc(1), '', {});

  const assets = new AssetStore(() => 0);
  const text = 'x'.repeat(LIMITS.assetBytes / 4);
  for (const version of ['1', '2', '3']) assets.put('codes', 'c', version, { text });
  t.throws(() => assets.put('codes', 'c', '4', { text }), { status: 413, code: 'RequestEntityTooLarge' });
  assets.put('codes', 'c', '3', { text: '' });
  t.equal(assets.put('codes', 'c', '4', { text }), true);
});
