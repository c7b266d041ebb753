import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t, { type Test } from 'tap';
import { ClusterSecrets } from '../../../harness/tools/cluster-secrets.ts';

const bytes = (text: string) => ({ 'cert.pem': Buffer.from(text), 'key.pem': Buffer.from('key') });

const secret = (name: string, data: Record<string, Uint8Array>, namespace = 'azureml') => ({
  namespace,
  name,
  type: 'Opaque',
  data,
});

async function bed(t: Test) {
  const ownDir = t.testdir();
  const secrets = await ClusterSecrets.open(ownDir);
  t.teardown(() => secrets.close());
  const read = async (name: string, file = 'cert.pem') =>
    readFile(path.join(await secrets.dirFor(name), name, file), 'utf8').catch(() => null);
  return { ownDir, secrets, read };
}

t.test(
  'a Secret is found where it was put, replaced in one step, and gone after it was deleted',
  async (t) => {
    const { secrets, read } = await bed(t);
    t.equal(await read('contoso-tls'), null);
    secrets.put(secret('contoso-tls', bytes('one')));
    t.equal(await read('contoso-tls'), 'one');
    secrets.put(secret('contoso-tls', { 'tls.crt': Buffer.from('two') }));
    t.equal(await read('contoso-tls', 'tls.crt'), 'two');
    t.equal(await read('contoso-tls'), null, 'an entry that the Secret no longer has is gone');
    secrets.remove('azureml', 'contoso-tls');
    t.equal(await read('contoso-tls', 'tls.crt'), null);
  },
);

t.test("a Secret of the person's own folder is found until the API has one of that name", async (t) => {
  const { ownDir, secrets, read } = await bed(t);
  await mkdir(path.join(ownDir, 'own'));
  await writeFile(path.join(ownDir, 'own', 'cert.pem'), 'mine');
  t.equal(await read('own'), 'mine');
  await writeFile(path.join(ownDir, 'own', 'cert.pem'), 'renewed');
  t.equal(await read('own'), 'renewed', 'and stays linked');
  secrets.put(secret('own', bytes('from the API')));
  t.equal(await read('own'), 'from the API');
  t.equal(await readFile(path.join(ownDir, 'own', 'cert.pem'), 'utf8'), 'renewed', 'its files are only read');
  secrets.remove('azureml', 'own');
  t.equal(await read('own'), null, 'what was deleted in the cluster does not come back');
  t.ok(existsSync(path.join(ownDir, 'own', 'cert.pem')));
});

t.test('a manifest of the own folder is linked as well, and never beside a Secret of the API', async (t) => {
  const { ownDir, secrets } = await bed(t);
  await writeFile(path.join(ownDir, 'm.yaml'), 'kind: Secret');
  const dir = await secrets.dirFor('m');
  t.ok(existsSync(path.join(dir, 'm.yaml')));
  secrets.put(secret('m', bytes('x')));
  t.notOk(existsSync(path.join(dir, 'm.yaml')));
  t.equal(await secrets.dirFor('../escape'), dir, 'a path is no name, and nothing is linked');
});

t.test('what is listed are the Secrets of the API and, in azureml, those of the own folder', async (t) => {
  const { ownDir, secrets, read } = await bed(t);
  await mkdir(path.join(ownDir, 'own'));
  await writeFile(path.join(ownDir, 'own', 'cert.pem'), 'mine');
  await mkdir(path.join(ownDir, 'src'));
  await writeFile(path.join(ownDir, 'src', 'index.ts'), 'no secret');
  const manifest = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'm', namespace: 'azureml' },
    data: { 'cert.pem': 'Yw==', 'key.pem': 'aw==' },
  };
  await writeFile(path.join(ownDir, 'm.yaml'), JSON.stringify(manifest));
  await secrets.refresh();
  secrets.put(secret('elsewhere', bytes('x'), 'default'));
  const names = () =>
    secrets
      .list()
      .map(({ namespace, name }) => `${namespace}/${name}`)
      .sort();
  t.strictSame(names(), ['azureml/m', 'azureml/own', 'default/elsewhere']);
  t.equal(await read('elsewhere'), null, 'the router looks into its own namespace only');
  secrets.put(secret('own', bytes('y')));
  secrets.remove('azureml', 'm');
  t.strictSame(names(), ['azureml/own', 'default/elsewhere']);
});
