import { EventEmitter, once } from 'node:events';
import { mkdirSync, renameSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { SecretSource } from '../../secret/source.ts';
import { readSecret } from '../../secret/source.ts';
import { type WatchOptions, watchSecret } from '../../secret/watch.ts';
import { mountSecret } from '../support/kubelet.ts';

/** Events only: where this passes, no poll has helped. */
const EVENTS = { pollMs: 60_000, settleMs: 60 };
const POLLING = { pollMs: 20, settleMs: 40 };
/** Reports after `POLLING`: what that has not reported by then, it never will. */
const SLOW = { pollMs: 20, settleMs: 400 };

/** Watches until the end of the test; `next` waits for the next call and says what can be read then. */
async function watching(t: Test, source: SecretSource, options: WatchOptions) {
  const calls = new EventEmitter();
  let count = 0;
  const watcher = watchSecret(
    source,
    () => {
      count += 1;
      calls.emit('change');
    },
    options,
  );
  t.teardown(() => watcher.close());
  await watcher.ready;
  return {
    close: () => watcher.close(),
    count: () => count,
    /** Makes a change and waits until it is reported. */
    after: async (change: () => void): Promise<string> => {
      const tooLate = new AbortController();
      // Not AbortSignal.timeout: nothing else may keep this process alive, for a watcher does not.
      const timer = setTimeout(() => tooLate.abort(), 10_000);
      const reported = once(calls, 'change', { signal: tooLate.signal });
      change();
      await reported.finally(() => clearTimeout(timer));
      return readSecret(source).then(
        ({ cert, key }) => `${cert}/${key}`,
        (error) => error.reason,
      );
    },
  };
}

interface PlainFolder {
  source: SecretSource;
  /** Another file in the folder, for watching by itself. */
  beside: SecretSource;
  folder: string;
  write: (name: string, text: string) => void;
}

function plainFolder(t: Test): PlainFolder {
  const secretsDir = t.testdir({ tls: { 'cert.pem': 'cert 1', 'key.pem': 'key 1' } });
  const folder = join(secretsDir, 'tls');
  const readme = join(folder, 'README');
  return {
    source: { kind: 'secret', name: 'tls', secretsDir },
    beside: { kind: 'files', certFile: readme, keyFile: readme },
    folder,
    write: (name, text) => writeFileSync(join(folder, name), text),
  };
}

for (const [how, options] of Object.entries({ events: EVENTS, polling: POLLING })) {
  t.test(`kubelet's swap of ..data is noticed by ${how}, each time once`, async (t) => {
    const { source, swap } = mountSecret(t.testdir({}), { certPem: 'cert 1', keyPem: 'key 1' });
    const secret = await watching(t, source, options);
    for (const n of [2, 3]) {
      const read = await secret.after(() => swap({ certPem: `cert ${n}`, keyPem: `key ${n}` }));
      t.equal(read, `cert ${n}/key ${n}`);
    }
    t.equal(secret.count(), 2);
  });
}

t.test('files that are rewritten in their place are noticed', async (t) => {
  const { source, write } = plainFolder(t);
  const secret = await watching(t, source, EVENTS);
  t.equal(await secret.after(() => write('cert.pem', 'cert 2')), 'cert 2/key 1');
  t.equal(await secret.after(() => write('key.pem', 'key 2')), 'cert 2/key 2');
});

t.test('a certificate and a key written one after the other are one change', async (t) => {
  for (const order of [
    ['cert.pem', 'key.pem'],
    ['key.pem', 'cert.pem'],
  ]) {
    const { source, beside, write } = plainFolder(t);
    const secret = await watching(t, source, SLOW);
    const quick = await watching(t, source, POLLING);
    const [first = '', second = ''] = order;
    const renew = (name: string): void => write(name, `${name.slice(0, -4)} 2`);
    const half = await quick.after(() => renew(first));
    t.equal(half, first === 'cert.pem' ? 'cert 2/key 1' : 'cert 1/key 2', 'a hasty reader gets half a pair');
    // Something else that happens in the folder does not end the wait for the other half.
    const other = await watching(t, beside, POLLING);
    await other.after(() => write('README', 'not ours'));
    const read = await secret.after(() => renew(second));
    t.equal(read, 'cert 2/key 2', `${order}`);
    t.equal(secret.count(), 1);
  }
});

t.test('a pair that is written in many steps is one change, reported after the last', async (t) => {
  const { source, write } = plainFolder(t);
  const secret = await watching(t, source, { pollMs: 20, settleMs: 1000, maxSettleMs: 60_000 });
  const step = await watching(t, source, { pollMs: 20, settleMs: 400 });
  await step.after(() => write('cert.pem', 'cert'));
  await step.after(() => write('key.pem', 'key'));
  await step.after(() => write('cert.pem', 'cert 2'));
  t.equal(await secret.after(() => write('key.pem', 'key 2')), 'cert 2/key 2');
  t.equal(secret.count(), 1);
});

t.test('files that never stand still are a change all the same, once the limit is reached', async (t) => {
  const { source, write } = plainFolder(t);
  const secret = await watching(t, source, { pollMs: 20, settleMs: 60_000, maxSettleMs: 300 });
  let writes = 0;
  const writing = setInterval(() => {
    writes += 1;
    write('cert.pem', `cert ${writes}`);
  }, 30);
  t.teardown(() => clearInterval(writing));
  const began = performance.now();
  t.match(await secret.after(() => undefined), /^cert \d+\/key 1$/);
  t.ok(performance.now() - began >= 300, 'the files were given their time');
  t.match(
    await secret.after(() => undefined),
    /^cert \d+\/key 1$/,
    'and the next changes are reported as well',
  );
});

t.test('a file renamed over another is noticed', async (t) => {
  const { source, folder } = plainFolder(t);
  const secret = await watching(t, source, EVENTS);
  const read = await secret.after(() => {
    writeFileSync(join(folder, 'new'), 'cert 2');
    renameSync(join(folder, 'new'), join(folder, 'cert.pem'));
  });
  t.equal(read, 'cert 2/key 1');
});

t.test('the pair of sslCertPemFile and sslKeyPemFile is watched where the two are', async (t) => {
  const dir = t.testdir({ a: { 'c.pem': 'cert 1' }, b: { 'k.pem': 'key 1' } });
  const source = { kind: 'files', certFile: join(dir, 'a/c.pem'), keyFile: join(dir, 'b/k.pem') } as const;
  const secret = await watching(t, source, EVENTS);
  t.equal(await secret.after(() => writeFileSync(source.certFile, 'cert 2')), 'cert 2/key 1');
  t.equal(await secret.after(() => writeFileSync(source.keyFile, 'key 2')), 'cert 2/key 2');
});

const manifest = (cert: string, key: string): string =>
  JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls', namespace: 'azureml' } },
    stringData: { 'cert.pem': cert, 'key.pem': key },
  });

t.test('a manifest that is rewritten, or replaced by a folder, is noticed', async (t) => {
  const secretsDir = t.testdir({ 'tls.yaml': manifest('cert 1', 'key 1') });
  const file = join(secretsDir, 'tls.yaml');
  const byName = await watching(t, { kind: 'secret', name: 'tls', secretsDir }, EVENTS);
  const byPath = await watching(t, { kind: 'manifest', file }, EVENTS);
  const [read, readByPath] = await Promise.all([
    byName.after(() => writeFileSync(file, manifest('cert 2', 'key 2'))),
    byPath.after(() => undefined),
  ]);
  t.equal(read, 'cert 2/key 2');
  t.equal(readByPath, 'cert 2/key 2');

  const replaced = await byName.after(() => {
    mkdirSync(join(secretsDir, 'new'));
    writeFileSync(join(secretsDir, 'new/cert.pem'), 'cert 3');
    writeFileSync(join(secretsDir, 'new/key.pem'), 'key 3');
    renameSync(join(secretsDir, 'new'), join(secretsDir, 'tls'));
    unlinkSync(file);
  });
  t.equal(replaced, 'cert 3/key 3');
});

for (const [how, options] of Object.entries({ events: EVENTS, polling: POLLING })) {
  t.test(`a folder that goes away and comes back is followed by ${how}`, async (t) => {
    const { source, folder } = plainFolder(t);
    const secret = await watching(t, source, options);
    t.equal(await secret.after(() => rmSync(folder, { recursive: true })), 'SECRET_NOT_FOUND');
    const back = await secret.after(() => {
      mkdirSync(folder);
      writeFileSync(join(folder, 'cert.pem'), 'cert 2');
      writeFileSync(join(folder, 'key.pem'), 'key 2');
    });
    t.equal(back, 'cert 2/key 2');
    const again = await secret.after(() => writeFileSync(join(folder, 'cert.pem'), 'cert 3'));
    t.equal(again, 'cert 3/key 2', 'the new folder is watched as the old one was');
  });
}

t.test('a folder that is gone for a moment only, and comes back as it was, is no change', async (t) => {
  const { source, folder, write } = plainFolder(t);
  const secret = await watching(t, source, { pollMs: 20, settleMs: 1500 });
  const quick = await watching(t, source, POLLING);
  t.equal(await quick.after(() => renameSync(folder, `${folder}.away`)), 'SECRET_NOT_FOUND');
  t.equal(await quick.after(() => renameSync(`${folder}.away`, folder)), 'cert 1/key 1');
  t.equal(await secret.after(() => write('cert.pem', 'cert 2')), 'cert 2/key 1');
  t.equal(secret.count(), 1);
});

t.test('a touch, the same bytes again, and other files beside them are no change', async (t) => {
  const { source, beside, folder, write } = plainFolder(t);
  const secret = await watching(t, source, POLLING);
  const clock = await watching(t, beside, SLOW);
  await clock.after(() => {
    utimesSync(join(folder, 'cert.pem'), new Date(0), new Date(0));
    write('key.pem', 'key 1');
    write('README', 'not ours');
  });
  t.equal(secret.count(), 0);
  t.equal(await secret.after(() => write('key.pem', 'key 2')), 'cert 1/key 2', 'and yet it watches');
});

t.test('after close nothing is reported', async (t) => {
  const { source, write } = plainFolder(t);
  const secret = await watching(t, source, POLLING);
  const clock = await watching(t, source, SLOW);
  await clock.after(() => {
    write('cert.pem', 'cert 2');
    secret.close();
  });
  t.equal(secret.count(), 0);
});

t.test('a secret that is not there yet is noticed when it comes', async (t) => {
  const secretsDir = join(t.testdir({}), 'later');
  const secret = await watching(t, { kind: 'secret', name: 'tls', secretsDir }, POLLING);
  const read = await secret.after(() => {
    mkdirSync(secretsDir);
    writeFileSync(join(secretsDir, 'tls.yml'), manifest('cert 1', 'key 1'));
  });
  t.equal(read, 'cert 1/key 1');
});

t.test('a minted pair has nothing to watch', async (t) => {
  const secret = await watching(t, { kind: 'inline', certPem: 'c', keyPem: 'k' }, EVENTS);
  t.equal(secret.count(), 0);
});
