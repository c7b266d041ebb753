import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import t from 'tap';
import { Agent, request } from 'undici';
import { readSettings } from '../../../extension/settings.ts';
import { defaultDeployment } from '../../../gateway/routing/endpoints.ts';
import { mint } from '../../../pki/mint.ts';
import {
  KEY,
  NAME,
  routerOf,
  startTestGateway,
  type TestGateway,
  testAuthority,
} from '../../support/gateway.ts';
import { needs, run } from '../../support/tools.ts';

const skip = process.platform === 'linux' ? false : 'SO_REUSEPORT does not spread connections here';

/** Sends `count` requests at once, each over a connection of its own, so that every worker is met. @returns statuses */
async function burst(at: TestGateway, count: number, key = KEY): Promise<number[]> {
  const ask = async (): Promise<number> => {
    const agent = new Agent({
      connect: { ca: at.caPem, servername: NAME, host: '127.0.0.1' },
      pipelining: 0,
    });
    const answer = await request(`https://127.0.0.1:${at.gateway.httpsPort}/api/v1/endpoint/demo/score`, {
      method: 'POST',
      dispatcher: agent,
      headers: { host: NAME, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{"data":[[1]]}',
    });
    await answer.body.dump();
    await agent.close();
    return answer.statusCode;
  };
  return Promise.all(Array.from({ length: count }, ask));
}

const all = (count: number, status: number): number[] => Array.from({ length: count }, () => status);

t.test(
  'every worker listens, and all that they see is one stream',
  { skip: skip || needs('ss') },
  async (t) => {
    await using at = await startTestGateway({ workers: 2 });
    const { stdout } = await run('ss', ['-Htln', `sport = :${at.gateway.httpsPort}`]);
    t.equal(stdout.trim().split('\n').length, 2);
    t.strictSame(await burst(at, 24), all(24, 200));
    await at.gateway.flushed();
    const seen = at.observations.all();
    const opened = seen.filter(({ kind }) => kind === 'connection-opened');
    const numbers = opened.map((one) => ('connection' in one ? one.connection : 0));
    t.strictSame(
      numbers.toSorted((a, b) => a - b),
      Array.from({ length: 24 }, (_, index) => index + 1),
      'a number means one connection',
    );
    for (const number of numbers) {
      const story = seen
        .filter((one) => 'connection' in one && one.connection === number)
        .map(({ kind }) => kind);
      t.strictSame(story.slice(0, 4), [
        'connection-opened',
        'tls-client-hello',
        'tls-handshake',
        'http-request',
      ]);
      t.ok(story.includes('http-response'));
    }
  },
);

t.test('a session of one worker is resumed by all', { skip }, async (t) => {
  await using at = await startTestGateway({ workers: 2 });
  const connect = async (session?: Buffer): Promise<{ reused: boolean; session: Buffer | undefined }> => {
    const socket = tls.connect({
      ...{ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0, servername: NAME, ca: at.caPem },
      ...(session === undefined ? {} : { session }),
    });
    await once(socket, 'secureConnect');
    const seen = { reused: socket.isSessionReused(), session: socket.getSession() };
    socket.destroy();
    return seen;
  };
  const first = await connect();
  t.notOk(first.reused);
  for (let round = 0; round < 12; round += 1) t.ok((await connect(first.session)).reused);
});

t.test('the slots of a deployment are counted over all workers', { skip }, async (t) => {
  let [now, most] = [0, 0];
  const model = http.createServer((asked, answer) => {
    now += 1;
    most = Math.max(most, now);
    asked.resume().on('end', () =>
      setImmediate(() => {
        now -= 1;
        answer.end('scored');
      }),
    );
  });
  await once(model.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => model.close().closeAllConnections());
  const url = `http://127.0.0.1:${(model.address() as AddressInfo).port}`;
  for (const slots of [1, 3]) {
    const blue = { ...defaultDeployment('blue', url), maxQueueWaitMs: 10_000 };
    await using at = await startTestGateway({
      workers: 2,
      router: routerOf({ ...blue, maxConcurrentRequestsPerInstance: slots }),
    });
    most = 0;
    t.strictSame(
      await burst(at, 40),
      all(40, 200),
      'no request waits in vain while slots become free elsewhere',
    );
    t.equal(most, slots);
    await at.observations.waitFor(() => at.gateway.router.readiness()[0]?.inFlight === 0);
    t.match(at.gateway.router.readiness()[0], { inFlight: 0, queued: 0 });
  }
});

t.test('a change is in force with every worker once it is flushed', { skip }, async (t) => {
  await using at = await startTestGateway({ workers: 2 });
  const { primary } = at.gateway.router.regenerateKey('demo', 'primary');
  await at.gateway.flushed();
  t.strictSame(await burst(at, 9, KEY), all(9, 401));
  t.strictSame(await burst(at, 9, primary), all(9, 200));
  at.gateway.router.setTraffic('demo', {});
  await at.gateway.flushed();
  t.strictSame(await burst(at, 9, primary), all(9, 404));
  const [spec] = at.gateway.router.endpoints();
  if (spec === undefined) throw new Error('there is no endpoint');
  at.gateway.router.putEndpoint({ ...spec, authMode: 'aml_token', traffic: { blue: 100 } });
  const { accessToken } = at.gateway.router.issueToken('demo');
  await at.gateway.flushed();
  t.strictSame(await burst(at, 9, accessToken), all(9, 200));
});

t.test('a fault that ends after some requests ends after as many of all workers', { skip }, async (t) => {
  await using at = await startTestGateway({
    workers: 2,
    faults: { httpFault: { fault: 'status', status: 503, body: 'busy', times: 4 } },
  });
  const sorted = (statuses: number[]): number[] => statuses.toSorted((a, b) => a - b);
  t.strictSame(sorted(await burst(at, 12)), [...all(8, 200), ...all(4, 503)]);
  await at.gateway.apply({
    faults: { httpFault: { fault: 'status', status: 500, body: 'broken', times: 2 } },
  });
  t.strictSame(sorted(await burst(at, 9)), [...all(7, 200), ...all(2, 500)]);
});

t.test(
  'a renewed certificate is served by every worker, and one that is refused by none',
  { skip },
  async (t) => {
    await using at = await startTestGateway({ workers: 2 });
    const fingerprints = async (): Promise<string[]> => {
      const seen = new Set<string>();
      for (let round = 0; round < 12; round += 1) {
        const socket = tls.connect({
          ...{ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0, servername: NAME, ca: at.caPem },
        });
        await once(socket, 'secureConnect');
        seen.add(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      }
      return [...seen];
    };
    const first = at.gateway.served?.fingerprint;
    t.strictSame(await fingerprints(), [first]);
    const { certPem, keyPem } = await mint(await testAuthority(), { leaf: { sans: [`DNS:${NAME}`] } });
    await at.gateway.apply({ secret: at.secret({ kind: 'inline', certPem, keyPem }) });
    t.not(at.gateway.served?.fingerprint, first);
    t.strictSame(await fingerprints(), [at.gateway.served?.fingerprint]);
    const kept = at.gateway.served?.fingerprint;
    await t.rejects(
      at.gateway.apply({ secret: at.secret({ kind: 'inline', certPem, keyPem: 'nonsense' }) }),
      {
        code: 'E40007',
      },
    );
    t.strictSame(await fingerprints(), [kept]);
  },
);

t.test('a port of another program is reported, even if it would share it', { skip }, async (t) => {
  const other = net.createServer().listen({ host: '127.0.0.1', port: 0, reusePort: true });
  await once(other, 'listening');
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  await t.rejects(startTestGateway({ workers: 2, httpsPort: port }), { code: 'PORT_IN_USE' });
});

for (const workers of [1, 2]) {
  t.test(
    `settings that need a port of another program change nothing, workers ${workers}`,
    { skip: workers > 1 && skip },
    async (t) => {
      const other = net.createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      t.teardown(() => other.close());
      const { port } = other.address() as AddressInfo;
      await using at = await startTestGateway({ workers, httpPort: port });
      const { served, state } = at.gateway;
      const settings = readSettings({ enableInference: 'True', allowInsecureConnections: 'True' }, {});
      await t.rejects(at.gateway.apply({ settings }), { code: 'PORT_IN_USE' });
      t.strictSame(at.gateway.served, served);
      t.equal(at.gateway.state, state);
      t.strictSame(await burst(at, 6), all(6, 200));
    },
  );
}

t.test('one port cannot be both of a router', { skip }, async (t) => {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const both = { workers: 2, httpsPort: port, httpPort: port, plainHttp: 'serve' } as const;
  await t.rejects(startTestGateway(both), { code: 'PORT_IN_USE', remedy: /--http-port/ });
});

t.test('ports close and open again, the same ones, and closing leaves nothing open', { skip }, async (t) => {
  const at = await startTestGateway({ workers: 2 });
  const port = at.gateway.httpsPort ?? 0;
  await at.gateway.apply({ faults: { httpsGone: true } });
  t.equal(at.gateway.httpsPort, null);
  t.equal(at.gateway.httpsPortWanted, port);
  const refused = net.connect(port, '127.0.0.1');
  t.match((await once(refused, 'error'))[0], { code: 'ECONNREFUSED' });
  await at.gateway.apply({ faults: {} });
  t.equal(at.gateway.httpsPort, port);
  t.strictSame(await burst(at, 6), all(6, 200));
  await at[Symbol.asyncDispose]();
  const closed = net.connect(port, '127.0.0.1');
  t.match((await once(closed, 'error'))[0], { code: 'ECONNREFUSED' });
});
