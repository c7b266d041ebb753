import t, { type Test } from 'tap';
import { silentLogger } from '../../common/logger.ts';
import { ObservationLog } from '../../common/observation-log.ts';
import { SecretMonitor } from '../../secret/secret-monitor.ts';
import { mountSecret, type Pair } from '../support/kubelet.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Minted, mintLeaf, mintPki } from './minting.ts';

const dir = t.testdir({});
const pki = mintPki(dir);
const pairOf = ({ cert, key }: Minted): Pair => ({ certPem: cert, keyPem: key });
const [first, second, third] = ['first', 'second', 'third'].map((name) => pairOf(mintLeaf(pki, name))) as [
  Pair,
  Pair,
  Pair,
];
const NAME = 'www.contoso.com';

function monitored(t: Test, log = silentLogger) {
  const mounted = mountSecret(t.testdir({}), first);
  const observations = new ObservationLog();
  const monitor = new SecretMonitor({
    source: mounted.source,
    observe: observations.emit,
    log,
    watch: { pollMs: 20, settleMs: 40 },
  });
  t.teardown(() => monitor.close());
  const secrets = () => observations.all().filter(({ kind }) => kind === 'secret');
  return { ...mounted, monitor, observations, secrets };
}

const changed = (observations: ObservationLog, { certPem }: Pair, monitor: SecretMonitor) =>
  waitFor(
    observations,
    'secret',
    ({ event, fingerprint }) =>
      event === 'changed' &&
      monitor.waiting?.certPem.trim() === certPem.trim() &&
      fingerprint === monitor.waiting.fingerprint,
  );

t.test('one monitor follows renewal after renewal, and says once what waits', async (t) => {
  const { monitor, observations, secrets, swap } = monitored(t);
  const waiting: string[] = [];
  monitor.onChange(({ fingerprint }) => waiting.push(fingerprint));
  monitor.inService(await monitor.read(NAME), NAME);
  t.equal(monitor.waiting, null);
  for (const next of [second, third]) {
    swap(next);
    await changed(observations, next, monitor);
    const found = monitor.waiting;
    if (found === null) throw new Error('nothing waits');
    t.equal(waiting.at(-1), found.fingerprint);
    monitor.inService(found, NAME);
    t.equal(monitor.waiting, null);
  }
  t.equal(waiting.length, 2);
  t.strictSame(
    secrets().map((one) => one.kind === 'secret' && one.event),
    ['loaded', 'changed', 'loaded', 'changed', 'loaded'],
  );
});

t.test('a secret that is put back as it was no longer waits, and its return is reported again', async (t) => {
  const { monitor, observations, swap } = monitored(t);
  monitor.inService(await monitor.read(NAME), NAME);
  swap(second);
  await changed(observations, second, monitor);
  const { fingerprint } = monitor.waiting ?? {};
  swap(first);
  while (monitor.waiting !== null) await new Promise(setImmediate);
  const again = observations.next((one) => one.kind === 'secret' && one.event === 'changed');
  swap(second);
  t.match(await again, { fingerprint });
});

t.test('a secret that stays bad is reported once, and again after a good one', async (t) => {
  const { monitor, observations, secrets, swap } = monitored(t);
  monitor.inService(await monitor.read(NAME), NAME);
  const refused = () => secrets().filter((one) => one.kind === 'secret' && one.event === 'refused').length;
  const mixed = (cert: Pair): Pair => ({ certPem: cert.certPem, keyPem: 'no key' });
  swap(mixed(first));
  await waitFor(observations, 'secret', { event: 'refused' });
  // The same fault in other bytes, and then a good one, after which all looks before it are done.
  swap(mixed(second));
  swap(second);
  await changed(observations, second, monitor);
  t.equal(refused(), 1);
  const again = observations.next((one) => one.kind === 'secret' && one.event === 'refused');
  swap(mixed(first));
  t.match(await again, { served: false, fingerprint: null });
  t.equal(refused(), 2);
  t.equal(monitor.waiting?.certPem.trim(), second.certPem.trim(), 'the good one goes on waiting');
});

t.test('a change between the read and the moment of service is not lost', async (t) => {
  const { monitor, observations, swap, source, folder } = monitored(t);
  const other = new SecretMonitor({ source, observe: () => undefined, log: silentLogger });
  t.ok(monitor.isSameAs(other));
  t.notOk(
    monitor.isSameAs(
      new SecretMonitor({
        source: { kind: 'folder', path: folder },
        observe: () => undefined,
        log: silentLogger,
      }),
    ),
  );
  const read = await monitor.read(NAME);
  swap(second);
  monitor.inService(read, NAME);
  await changed(observations, second, monitor);
  t.equal(monitor.waiting?.certPem.trim(), second.certPem.trim());
});

t.test('a closed monitor reports nothing, and watches again from its next read on', async (t) => {
  const { monitor, observations, secrets, swap } = monitored(t);
  monitor.inService(await monitor.read(NAME), NAME);
  monitor.close();
  swap(second);
  t.equal(monitor.waiting, null);
  monitor.inService(await monitor.read(NAME), NAME);
  swap(third);
  await changed(observations, third, monitor);
  t.strictSame(
    secrets().map((one) => one.kind === 'secret' && one.event),
    ['loaded', 'loaded', 'changed'],
  );
});
