import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import t from 'tap';
import { Agent, request } from 'undici';
import { silentLogger } from '../../common/logger.ts';
import { type Harness, startHarness } from '../../harness/harness.ts';
import { catalogue } from '../../scenarios/catalogue.ts';

interface Target {
  expr: string;
  refId: string;
  legendFormat: string;
  datasource: unknown;
}

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: Target[];
}

interface Dashboard {
  uid: string;
  id: null;
  schemaVersion: number;
  panels: Panel[];
  templating: { list: { name: string; type: string; query: string; definition?: string }[] };
}

const file = path.resolve(import.meta.dirname, '../../deploy/grafana/azureml-fe-mock.json');
const dashboard: Dashboard = JSON.parse(await readFile(file, 'utf8'));
const targets = dashboard.panels.flatMap((panel) =>
  (panel.targets ?? []).map((target) => ({ panel, target })),
);

/** What Prometheus itself puts on everything that it scrapes. */
const SCRAPED = ['job', 'instance'];

t.test('every metric and label of the dashboard is one that a harness has', async (t) => {
  await using harness = await startHarness({ stateDir: null, world: {}, catalogue, log: silentLogger });
  const exported = readMetrics(await metricsAfterAVisit(harness));
  t.ok(targets.length > 15);
  const used = new Set<string>();
  for (const { panel, target } of targets) {
    for (const { metric, labels } of selectorsOf(target.expr)) {
      used.add(metric);
      const known = exported.get(metric);
      t.ok(known !== undefined, `"${panel.title}" shows ${metric}`);
      const unknown = labels.filter((label) => !SCRAPED.includes(label) && !known?.has(label));
      t.strictSame(unknown, [], `the labels of "${panel.title}"`);
    }
    for (const [, label = ''] of target.legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
      t.ok(groupingOf(target.expr).includes(label) || SCRAPED.includes(label), `${label} in a legend`);
    }
  }
  t.strictSame(
    [...exported.keys()].filter((metric) => !used.has(metric)),
    [],
    'and it has no other',
  );
  const page = await readFile(path.resolve(import.meta.dirname, '../../docs/watch-it.md'), 'utf8');
  const rules = [...page.matchAll(/^ +expr: (.+)$/gm)].flatMap(([, expr = '']) => selectorsOf(expr));
  t.ok(rules.length > 1);
  for (const { metric, labels } of rules) {
    const unknown = labels.filter((label) => !SCRAPED.includes(label) && !exported.get(metric)?.has(label));
    t.strictSame(unknown, [], `the labels of ${metric} in the rules of docs/watch-it.md`);
    t.ok(exported.has(metric), `${metric} in the rules`);
  }
  for (const [metric, labels] of exported) {
    if (metric.endsWith('_bucket') || metric.endsWith('_sum') || metric.endsWith('_count')) continue;
    const row = page.split('\n').find((line) => line.startsWith(`| \`${metric}\` |`)) ?? '';
    const listed = [...(row.split('|')[3] ?? '').matchAll(/`(\w+)`/g)].map(([, label]) => label);
    t.strictSame(new Set(listed), labels, `docs/watch-it.md has the labels of ${metric}`);
  }
});

t.test('an expression that is no PromQL, and a label that there is not, are found', async (t) => {
  t.throws(() => selectorsOf('sum by (code) (rate(m[5m])'), { message: /no PromQL/ });
  t.strictSame(selectorsOf('sum by (a, le) (rate(m{b="", c=~"d"}[$__rate_interval])) / time()'), [
    { metric: 'm', labels: ['b', 'c', 'a', 'le'] },
  ]);
  const labels = readMetrics('# TYPE m counter\nm{a="x,y=\\"z\\"",b=""} 1\nm_bucket{le="1"} 2\n');
  t.strictSame(
    [...labels],
    [
      ['m', new Set(['a', 'b'])],
      ['m_bucket', new Set(['le'])],
    ],
  );
});

t.test('Grafana can import it', async (t) => {
  t.equal(dashboard.id, null, 'Grafana gives it an id of its own');
  t.match(dashboard.uid, /^[a-zA-Z0-9-]{1,40}$/);
  t.ok(dashboard.schemaVersion >= 39);
  const ids = dashboard.panels.map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length, 'each panel has an id of its own');
  for (const { panel, target } of targets) {
    t.strictSame(target.datasource, { type: 'prometheus', uid: '$'.concat('{datasource}') }, panel.title);
  }
  for (const { title, targets: queries } of dashboard.panels) {
    const refs = (queries ?? []).map(({ refId }) => refId);
    t.equal(new Set(refs).size, refs.length, title);
  }
});

t.test('its variables are there, and what they ask for is exported', async (t) => {
  const { list } = dashboard.templating;
  t.match(list[0], { name: 'datasource', type: 'datasource', query: 'prometheus' });
  const asked = JSON.stringify(targets);
  const names = [...asked.matchAll(/\$\{?([a-z]+)/g)].map(([, name]) => name);
  t.strictSame([...new Set(names)].sort(), list.map(({ name }) => name).sort());
  for (const { type, definition } of list) {
    if (type === 'query') t.match(definition, /^label_values\(azureml_fe_connections_open, \w+\)$/);
  }
});

t.test('no panel lies on another or beside the grid', async (t) => {
  const taken = new Map<string, string>();
  const wrong: string[] = [];
  for (const { title, gridPos } of dashboard.panels) {
    const { x, y, w, h } = gridPos;
    if (x < 0 || w < 1 || x + w > 24) wrong.push(`${title} is not within the 24 columns`);
    for (let cell = 0; cell < w * h; cell += 1) {
      const place = `${x + (cell % w)},${y + Math.floor(cell / w)}`;
      if (taken.has(place)) wrong.push(`${title} lies on ${taken.get(place)} at ${place}`);
      taken.set(place, title);
    }
  }
  t.strictSame(wrong, []);
});

/** One scored request, one handshake that is refused and one DNS query. */
async function metricsAfterAVisit({ world, controlUrl }: Harness): Promise<string> {
  const { hostname } = new URL(world.scoringUri);
  const post = async (dispatcher: Agent): Promise<void> => {
    const answer = await request(world.scoringUri, {
      dispatcher,
      method: 'POST',
      headers: { authorization: `Bearer ${world.key}`, 'content-type': 'application/json' },
      body: '{"data":[[1,2,3]]}',
    }).finally(() => dispatcher.close());
    await answer.body.dump();
  };
  const lookup = {
    lookup: (_name: string, _options: object, found: (...found: unknown[]) => void) =>
      found(null, [{ address: '127.0.0.1', family: 4 }]),
  } as object;
  await post(new Agent({ connect: { ca: world.caPem, ...lookup } }));
  await post(new Agent({ connect: lookup })).catch(() => undefined);
  const resolver = new Resolver();
  resolver.setServers([`${world.dns.address}:${world.dns.port}`]);
  await resolver.resolve4(hostname);
  await world.idle();
  return (await request(`${controlUrl}/metrics`)).body.text();
}

/** The sample names of a Prometheus text exposition, each with the labels that it has. */
function readMetrics(text: string): Map<string, Set<string>> {
  const metrics = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const [, name, list = ''] = /^([a-z_]+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    if (name === undefined) continue;
    const labels = metrics.get(name) ?? new Set();
    for (const [, label = ''] of list.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) labels.add(label);
    metrics.set(name, labels);
  }
  return metrics;
}

/** What Grafana sends: an interval in place of its own variable. */
const asSent = (expr: string): string => expr.replaceAll('$__rate_interval', '1m');

/** Every vector selector of an expression with the labels that it is matched by or grouped by. @throws Error */
function selectorsOf(expr: string): { metric: string; labels: string[] }[] {
  const found: { metric: string; labels: string[] }[] = [];
  const text = asSent(expr);
  parser.parse(text).iterate({
    enter: ({ name, node, from, to, type }) => {
      if (type.isError) throw new Error(`This is no PromQL: ${text}`);
      if (name === 'Identifier') found.push({ metric: text.slice(from, to), labels: [] });
      const matches = name === 'LabelName' && node.parent?.name !== 'GroupingLabels';
      if (matches) found.at(-1)?.labels.push(text.slice(from, to));
    },
  });
  return found.map(({ metric, labels }) => ({ metric, labels: [...labels, ...groupingOf(expr)] }));
}

function groupingOf(expr: string): string[] {
  const [labels, text] = [[] as string[], asSent(expr)];
  parser.parse(text).iterate({
    enter: ({ name, node, from, to }) => {
      if (name === 'LabelName' && node.parent?.name === 'GroupingLabels') labels.push(text.slice(from, to));
    },
  });
  return labels;
}
