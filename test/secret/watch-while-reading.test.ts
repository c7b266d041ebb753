import t from 'tap';

t.test('what is written while the files are read has to settle itself', async (t) => {
  let state = 'first';
  const { watchSecret } = await t.mockImport<typeof import('../../secret/watch.ts')>(
    '../../secret/watch.ts',
    {
      '../../secret/watch-state.ts': {
        readStamp: async () => state,
        readDigest: async () => {
          const read = state;
          if (state === 'second') state = 'third';
          return read;
        },
      },
    },
  );
  const changed = Promise.withResolvers<void>();
  let changes = 0;
  const watcher = watchSecret(
    { kind: 'folder', path: t.testdir({}) },
    () => {
      changes += 1;
      changed.resolve();
    },
    { pollMs: 10, settleMs: 30 },
  );
  t.teardown(() => watcher.close());
  await watcher.ready;
  state = 'second';
  // A watcher does not keep the process alive.
  const alive = setInterval(() => undefined, 1000);
  await changed.promise.finally(() => clearInterval(alive));
  t.equal(state, 'third');
  const more = setTimeout(() => undefined, 1000);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  clearTimeout(more);
  t.equal(changes, 1, 'the state in between is not reported');
});
