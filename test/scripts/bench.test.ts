import t from 'tap';
import { type Handshakes, readConnections } from '../../scripts/bench/handshakes.ts';
import type { Measured } from '../../scripts/bench/load.ts';
import { proxyConfig } from '../../scripts/bench/nginx.ts';
import { readOptions } from '../../scripts/bench/options.ts';
import { median, summarise, toRatios, toTable } from '../../scripts/bench/report.ts';

const run = (requestsPerSecond: number, mean: number, p99: number): Measured => ({
  requestsPerSecond,
  mean,
  p99,
  errors: 0,
  cpuMicros: 1e6 / requestsPerSecond,
  disturbance: 0,
});

const shakes = (perSecond: number): Handshakes => ({ cpuMicros: 1e6 / perSecond, disturbance: 0 });

t.test('the median is the middle one, or lies between the two middle ones', async (t) => {
  t.equal(median([3, 1, 2]), 2);
  t.equal(median([4, 1, 2, 3]), 2.5);
  t.equal(median([7]), 7);
});

t.test('added latency is what the model server alone does not take', async (t) => {
  const line = summarise(
    {
      name: 'gateway',
      full: [run(10_000, 3, 9), run(20_000, 2, 8), run(12_000, 2, 7)],
      paced: [run(5000, 0.6, 2.5)],
      handshakes: [shakes(900)],
    },
    [run(5000, 0.1, 0.5)],
  );
  t.match(line, {
    requestsPerSecond: 12_000,
    p99AtFullLoad: 8,
    handshakesPerSecond: 900,
    cpuMicrosAHandshake: 1e6 / 900,
    errors: 0,
  });
  t.equal(line.paced.addedMean.toFixed(2), '0.50');
  t.equal(line.paced.addedP99.toFixed(2), '2.00');
});

t.test('errors of any run are counted', async (t) => {
  const bad = { ...run(1, 1, 1), errors: 3 };
  t.equal(summarise({ name: 'x', full: [bad], paced: [bad], handshakes: [shakes(1)] }, []).errors, 6);
});

t.test('the table has a row for each server, and the ratios one line for each other one', async (t) => {
  const gateway = summarise(
    { name: 'gateway', full: [run(500, 1, 1)], paced: [], handshakes: [shakes(10)] },
    [],
  );
  const nginx = summarise(
    { name: 'nginx', full: [run(1000, 1, 1)], paced: [], handshakes: [shakes(40)] },
    [],
  );
  t.equal(toTable([gateway, nginx]).split('\n').length, 4);
  t.equal(
    toRatios(gateway, [nginx]),
    '0.50 × the requests/s, 2.00 × the CPU a request and 0.25 × the handshakes/s of nginx',
  );
});

t.test('nginx is measured with and without connections kept to the model server', async (t) => {
  const config = { port: 1, modelPort: 2, certFile: 'c', keyFile: 'k', ciphers: 'x' };
  t.match(proxyConfig({ ...config, keepAlive: true }), /keepalive 128/);
  t.notMatch(proxyConfig({ ...config, keepAlive: false }), /keepalive/);
  t.match(proxyConfig({ ...config, keepAlive: false }), /ssl_protocols TLSv1\.2;/);
});

t.test('options have defaults, and what is no number is refused', async (t) => {
  t.match(readOptions([]), { seconds: 4, rounds: 3, connections: 32, rate: 5000 });
  t.match(readOptions(['--seconds', '2']), { seconds: 2 });
  t.equal(readOptions(['--help']), 'help');
  t.throws(() => readOptions(['--rounds', 'many']), /--rounds is "many"/);
  t.throws(() => readOptions(['--connections', '0']), /from 1 to 500/);
});

t.test(
  'the connections that openssl s_time counts are read, and nothing else is taken for them',
  async (t) => {
    const printed =
      '***\n\n1512 connections in 1.04s; 1453.85 connections/user sec, bytes read 0\n' +
      '1512 connections in 3 real seconds, 0 bytes read per connection\n';
    t.equal(readConnections(printed), 1512);
    t.throws(() => readConnections('connect: Connection refused'), /s_time printed no result/);
  },
);
