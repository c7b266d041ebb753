import t from 'tap';
import { blue, demo, startBackend, startBed } from './support.ts';

t.test('an intercept sees every request after it was reported, and may leave it alone', async (t) => {
  const model = await startBackend(t, (_request, response) => response.end('scored'));
  const seen: string[] = [];
  const bed = await startBed(t, {
    endpoints: [demo([blue(model.url)])],
    intercept: (_request, _response, context) => {
      seen.push(`${bed.observations.all().at(-1)?.kind} ${context.path} ${context.connection.listener}`);
      return false;
    },
  });
  t.equal((await bed.send({ path: '/nowhere', key: null })).status, 404);
  t.strictSame(seen, ['http-request /nowhere http']);
});

t.test('an intercept that answers decides, and the end is reported under its name', async (t) => {
  const model = await startBackend(t, () => t.fail('the model server was asked'));
  const bed = await startBed(t, {
    endpoints: [demo([blue(model.url)])],
    intercept: (_request, response) => {
      response.writeHead(308, { location: 'https://www.contoso.com/' }).end();
      return 'redirected';
    },
  });
  t.equal((await bed.send()).status, 308);
  t.match(await bed.responseOf(), {
    status: 308,
    decision: 'redirected',
    outcome: 'complete',
    deployment: null,
  });
});

t.test('an intercept that breaks off is reported as a cut, not as a client that went away', async (t) => {
  const model = await startBackend(t, () => t.fail('the model server was asked'));
  const bed = await startBed(t, {
    endpoints: [demo([blue(model.url)])],
    intercept: (request) => {
      request.socket.destroy();
      return true;
    },
  });
  await t.rejects(bed.send(), { code: 'ECONNRESET' });
  t.match(await bed.responseOf(), { status: null, decision: 'intercepted', outcome: 'cut' });
});

t.test(
  'an intercept that breaks off gently says so, and the client that closes after it is not blamed',
  async (t) => {
    const model = await startBackend(t, () => t.fail('the model server was asked'));
    for (const [says, outcome] of [
      [true, 'cut'],
      [false, 'client-gone'],
    ] as const) {
      const bed = await startBed(t, {
        endpoints: [demo([blue(model.url)])],
        intercept: (request, _response, { breakOff }) => {
          if (says) breakOff();
          request.socket.end();
          return 'broken-off';
        },
      });
      await t.rejects(bed.send(), { code: 'ECONNRESET' });
      t.match(await bed.responseOf(), { status: null, decision: 'broken-off', outcome });
    }
  },
);
