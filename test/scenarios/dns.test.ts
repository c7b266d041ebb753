import t from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { SCENARIOS } from '../../scenarios/index.ts';
import { runScenario } from '../../scenarios/run.ts';
import { runAll } from '../../scenarios/run-all.ts';
import { type ClientScenario, isConfiguration, type Scenario } from '../../scenarios/scenario.ts';

const authority = await openAuthority({ stateDir: null });

const isAboutDns = (scenario: Scenario): scenario is ClientScenario =>
  scenario.group === 'dns' && !isConfiguration(scenario);
const DNS = SCENARIOS.filter(isAboutDns);

function scenarioOf(name: string): ClientScenario {
  const found = DNS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

const observe = async (name: string) => (await runScenario(scenarioOf(name), { authority })).observed;

t.test('a scenario is the same under a name of its own in badfe.test', async (t) => {
  const named = DNS.map((scenario) => ({
    ...scenario,
    world: { ...scenario.world, fqdn: `${scenario.name}.badfe.test` },
  }));
  t.ok(named.length >= 15, `${named.length} of them`);
  for (const { scenario, ok, problem } of await runAll(named, { authority }))
    t.ok(ok, `${scenario} ${problem}`);
});

t.test('an answer that does not fit into UDP is asked for again over TCP', async (t) => {
  const { queries } = await observe('dns-truncated');
  const a = queries.filter(({ type }) => type === 'A');
  t.same(
    a.map(({ transport, truncated, answers }) => [transport, truncated, answers.length]),
    [
      ['udp', true, 0],
      ['tcp', false, 1],
    ],
  );
});

t.test('a slow answer is waited for', async (t) => {
  const { queries } = await observe('dns-slow');
  for (const { durationMs } of queries) t.ok(durationMs >= 290, `${durationMs} ms`);
});

t.test('silence ends with the patience of the client', async (t) => {
  const { durationMs, observed } = await runScenario(scenarioOf('dns-silent'), { authority });
  t.ok(durationMs < 3000, `${durationMs} ms`);
  for (const { rcode } of observed.queries) t.equal(rcode, null);
});

t.test('the name without an address is one that exists', async (t) => {
  const { queries } = await observe('dns-no-address');
  for (const { rcode, answers } of queries) t.match({ rcode, answers }, { rcode: 'NOERROR', answers: [] });
});

t.test('both addresses are handed out, the dead one first', async (t) => {
  for (const [name, dead] of [
    ['dns-first-address-dead', '127.0.0.2'],
    ['dns-dead-ipv6', '::1'],
  ] as const) {
    const { queries, connections } = await observe(name);
    const [first] = queries.flatMap(({ answers }) => answers);
    t.match(first, new RegExp(` ${dead}$`), `${name}: ${first}`);
    t.match(connections, [{ local: /^127\.0\.0\.1:/ }]);
  }
});

t.test('all links of a chain come with one answer', async (t) => {
  const { queries } = await observe('dns-cname-chain');
  const links = queries.find(({ type }) => type === 'A')?.answers.map((answer) => answer.split(' ')[3]);
  t.same(links, ['CNAME', 'CNAME', 'A']);
});

t.test("a stranger's router sees a handshake and no byte of a request", async (t) => {
  for (const name of ['dns-stale-tenant', 'dns-rebinding']) {
    const { connections, requests } = await observe(name);
    const there = connections.filter(({ local }) => local.startsWith('127.0.0.3:'));
    t.match(there, [{ handshake: { outcome: 'completed' }, applicationBytes: 0 }], name);
    const numbers = there.map(({ connection }) => connection);
    t.notOk(
      requests.some(({ connection }) => numbers.includes(connection)),
      name,
    );
  }
});

t.test('after the record was changed the next connection goes to the new address', async (t) => {
  const { connections, requests } = await observe('dns-changed');
  t.match(connections, [{ local: /^127\.0\.0\.1:/ }, { local: /^127\.0\.0\.3:/ }]);
  t.same(requests.length, 2);
});

t.test('a spoilt recipe makes its scenario red', async (t) => {
  const spoilt: Record<string, Partial<ClientScenario>> = {
    'dns-servfail': { world: { dnsFaults: { '{fqdn}': { fault: 'refused' } } } },
    'dns-stale-tenant': {
      world: {
        ...scenarioOf('dns-stale-tenant').world,
        otherRouters: [
          { address: '127.0.0.3', certificate: { leaf: { commonName: '{fqdn}', sans: ['DNS:{fqdn}'] } } },
        ],
      },
    },
    'dns-rebinding': { world: { dnsFaults: { '{fqdn}': { fault: 'rotate', answers: [['{host}']] } } } },
    'dns-changed': { flow: (scenarioOf('dns-changed').flow ?? []).filter((_, index) => index !== 3) },
    'dns-first-address-dead': {
      world: { records: scenarioOf('dns-first-address-dead').world.records?.slice(0, 1) ?? [] },
    },
  };
  for (const [name, change] of Object.entries(spoilt)) {
    const { ok, problem } = await runScenario({ ...scenarioOf(name), ...change }, { authority });
    t.notOk(ok, `${name}: ${problem}`);
  }
});
