import t from 'tap';
import { AzureError } from '../../../apis/azure/azure-error.ts';
import { LIMITS } from '../../../apis/azure/limits.ts';
import { type Change, Operations } from '../../../apis/azure/operations.ts';
import type { AzureChange } from '../../../apis/azure/targets.ts';

function change(parts: Partial<Change> = {}): Change {
  return {
    method: 'PUT',
    type: 'T',
    name: 'n',
    resource: 'n',
    during: 'Creating',
    failsLater: true,
    run: () => undefined,
    ...parts,
  };
}

function open(): { operations: Operations; changes: AzureChange[] } {
  const changes: AzureChange[] = [];
  const operations = new Operations({ delayMs: 0, now: () => 0, changed: (each) => void changes.push(each) });
  return { operations, changes };
}

const refuse = (): never => {
  throw new AzureError(400, 'BadRequest', 'no');
};

t.test('a failure is kept until the next success, and a refusal is not', async (t) => {
  const { operations, changes } = open();
  t.match(await operations.start(change({ run: refuse })), {
    status: 'Failed',
    error: { code: 'BadRequest' },
  });
  t.equal(operations.stateOf('n'), 'Failed');
  t.equal((await operations.start(change())).status, 'Succeeded');
  t.equal(operations.stateOf('n'), 'Succeeded');
  await t.rejects(operations.start(change({ run: refuse, failsLater: false })), { code: 'BadRequest' });
  t.equal(operations.stateOf('n'), 'Succeeded');
  t.strictSame(
    changes.map(({ status, detail }) => [status, detail]),
    [
      [400, 'no'],
      [201, 'PUT T n succeeded.'],
      [400, 'no'],
    ],
  );
});

t.test('a defect fails the operation and nothing else', async (t) => {
  const { operations } = open();
  const operation = await operations.start(
    change({
      run: () => {
        throw new TypeError('x is not a function');
      },
    }),
  );
  t.match(operation.error, { status: 500, message: /defect of azureml-fe-mock: x is not a function/ });
});

t.test('the end is reported once, with its outcome', async (t) => {
  const { operations } = open();
  const ends: boolean[] = [];
  const begin = () => (succeeded: boolean) => void ends.push(succeeded);
  await operations.start(change({ begin }));
  await operations.start(change({ begin, run: refuse }));
  t.strictSame(ends, [true, false]);
});

t.test('the oldest operations are forgotten, however many resources fail', async (t) => {
  const { operations } = open();
  const first = await operations.start(change());
  for (let at = 0; at <= LIMITS.finishedOperations; at += 1)
    await operations.start(change({ resource: `n${at}`, run: refuse }));
  t.equal(operations.get(first.id), undefined);
  t.equal(operations.failureOf('n0'), null);
  t.not(operations.failureOf(`n${LIMITS.finishedOperations}`), null);
});

t.test('operations that run have a limit, so that their bodies have one', async (t) => {
  const operations = new Operations({ delayMs: 600_000, now: () => 0, changed: () => undefined });
  for (let at = 0; at < LIMITS.runningOperations; at += 1)
    await operations.start(change({ resource: `n${at}` }));
  await t.rejects(operations.start(change()), { status: 409, code: 'TooManyOperations' });
  operations.close();
});
