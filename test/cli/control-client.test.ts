import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { callControl } from '../../cli/control-client.ts';

/** The URL of a server that gives every request the same answer. */
async function answering(t: Test, status: number, body: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test(
  'an error that only the harness knows keeps its sentence, remedy, status and exit status',
  async (t) => {
    const url = await answering(
      t,
      418,
      JSON.stringify({
        type: 'urn:azureml-fe-mock:error:FUTURE_REASON',
        title: 'FUTURE_REASON',
        status: 418,
        detail: 'The lid is missing.',
        code: 'FUTURE_REASON',
        reason: 'FUTURE_REASON',
        remedy: 'Add the lid.',
        exit: 1,
      }),
    );
    await t.rejects(callControl(url, 'GET', '/extension'), {
      message: 'The lid is missing.',
      reason: 'FUTURE_REASON',
      remedy: 'Add the lid.',
      azureName: null,
      status: 418,
      exit: 1,
    });
  },
);

t.test('a server that is no harness is named as one', async (t) => {
  for (const [status, body] of [
    [404, '<h1>Not Found</h1>'],
    [500, '{"error":"busy"}'],
    [200, '<h1>Welcome</h1>'],
  ] as const) {
    const url = await answering(t, status, body);
    await t.rejects(callControl(url, 'GET', '/extension'), {
      name: 'MockError',
      reason: 'CLI_NOT_A_HARNESS',
      exit: 3,
    });
  }
});

t.test('a port where nothing listens is no harness', async (t) => {
  const url = await answering(t, 200, '');
  t.equal(await callControl(url, 'DELETE', '/scenario'), null);
  await t.rejects(callControl('http://127.0.0.1:1', 'GET', '/extension'), {
    name: 'MockError',
    reason: 'CLI_NO_HARNESS',
    exit: 3,
  });
  await t.rejects(callControl('ftp://contoso', 'GET', '/'), {
    name: 'MockError',
    reason: 'CLI_BAD_OPTION',
    exit: 2,
  });
});
