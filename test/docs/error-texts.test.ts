import path from 'node:path';
import t from 'tap';
import { SCENARIOS } from '../../scenarios/index.ts';
import { PRINTED_CLIENTS, WELL_KNOWN } from '../../scripts/field-test/printed-clients.ts';
import { take, takeLast, withoutVarying } from '../../scripts/field-test/printed-texts.ts';
import { ERROR_KINDS } from '../../scripts/generate/error-kinds.ts';
import {
  type ErrorTexts,
  errorTextsYaml,
  readErrorTexts,
  withPrinted,
} from '../../scripts/generate/error-texts.ts';
import { anchorsOf, errorTextsPage } from '../../scripts/generate/error-texts-page.ts';

const data = await readErrorTexts(path.resolve(import.meta.dirname, '../..'));
const names = new Set(SCENARIOS.map(({ name }) => name));

const VALID: ErrorTexts = {
  clients: [{ name: 'curl', title: 'curl', version: 'curl 8', command: 'sh score.sh' }],
  texts: [{ text: 'certificate has expired', seen: { curl: ['expired'] } }],
};
const EXPIRED = ERROR_KINDS.filter(({ pattern }) => pattern.test('certificate has expired')).slice(0, 1);

t.test('each text names clients with a version and scenarios that exist', async (t) => {
  const clients = new Map(data.clients.map(({ name, version }) => [name, version]));
  t.ok(data.texts.length >= 60, `${data.texts.length} texts`);
  t.strictSame(
    [...clients].filter(([, version]) => version === ''),
    [],
  );
  const sightings = data.texts.flatMap(({ seen }) => Object.entries(seen));
  t.strictSame(
    sightings.filter(([client, scenarios]) => !clients.has(client) || scenarios.length === 0),
    [],
  );
  t.strictSame(
    sightings.flatMap(([, scenarios]) => scenarios).filter((scenario) => !names.has(scenario)),
    [],
  );
  t.strictSame(
    WELL_KNOWN.filter((name) => !names.has(name)),
    [],
  );
});

t.test('no text has what differs from run to run, and none stands there twice', async (t) => {
  const texts = data.texts.map(({ text }) => text);
  t.strictSame(
    texts.filter((text) => withoutVarying(text) !== text),
    [],
  );
  t.strictSame(
    texts.filter((text) => /\n|\/(root|home|tmp|work|Users)\//.test(text)),
    [],
  );
  t.equal(new Set(texts).size, texts.length);
  t.equal(new Set(anchorsOf(texts).values()).size, texts.length);
});

t.test('the page has a place for every text, and says what to do', async (t) => {
  const page = errorTextsPage(data);
  for (const anchor of anchorsOf(data.texts.map(({ text }) => text)).values()) {
    if (!page.includes(`<a id="${anchor}"></a>`)) t.fail(anchor);
  }
  t.strictSame(
    ERROR_KINDS.filter(({ means, server, client }) => [means, server, client].includes('')),
    [],
  );
  t.match(errorTextsPage(VALID, EXPIRED), /`certificate has expired` \| curl \| \[expired\]/);
});

t.test('a text without a kind, a kind without a text and an unknown scenario are found', async (t) => {
  const [entry] = VALID.texts;
  const other = { text: 'gurgle', seen: { curl: ['expired'] } };
  const gone = { text: String(entry?.text), seen: { curl: ['gone'] } };
  t.throws(() => errorTextsPage({ ...VALID, texts: [other] }, EXPIRED), /No kind .* "gurgle"/);
  t.throws(() => errorTextsPage({ ...VALID, texts: [] }, EXPIRED), /has no text/);
  t.throws(() => errorTextsPage({ ...VALID, texts: [gone] }, EXPIRED), /"gone", which is no scenario/);
});

t.test('what a client printed before gives way to what it prints now', async (t) => {
  const client = { name: 'go', title: 'Go', version: 'go1', command: 'go run main.go' };
  const order = ['curl', 'go'];
  const first = withPrinted(
    VALID,
    { client, texts: new Map([['expired', ['x', 'certificate has expired']]]) },
    order,
  );
  t.strictSame(first.texts, [
    { text: 'certificate has expired', seen: { curl: ['expired'], go: ['expired'] } },
    { text: 'x', seen: { go: ['expired'] } },
  ]);
  const second = withPrinted(first, { client, texts: new Map([['valid', ['y']]]) }, order);
  t.strictSame(
    second.texts.map(({ text }) => text),
    ['certificate has expired', 'y'],
  );
  t.match(errorTextsYaml(second), /^# What clients print/);
});

t.test('from what a client printed the line with the error is taken', async (t) => {
  const by = (name: string) =>
    PRINTED_CLIENTS.find((client) => client.name === name)?.takeTexts ?? take(/^$/g);
  t.strictSame(
    by('go')('did not score: Post "https://h/x": read tcp 127.0.0.1:40000->127.0.0.1:443: EOF\n'),
    ['read tcp 127.0.0.1:…->127.0.0.1:443: EOF'],
  );
  t.strictSame(by('go')('did not score: answered with 401 Unauthorized\n'), []);
  t.strictSame(
    by('openssl')('4017AB0011223344:error:0A000086:SSL routines\nverify error:num=18:x\ndid not score'),
    ['error:0A000086:SSL routines', 'verify error:num=18:x'],
  );
  t.strictSame(
    takeLast('Traceback (most recent call last):\n  File "x"\nssl.SSLError: a\n\nhttpx.ConnectError: b\n'),
    ['httpx.ConnectError: b'],
  );
  t.strictSame(by('https')("Error: self-signed certificate\ncode: 'DEPTH_ZERO_SELF_SIGNED_CERT'\n"), [
    'Error: self-signed certificate',
    "code: 'DEPTH_ZERO_SELF_SIGNED_CERT'",
  ]);
  t.strictSame(by('php')('Warning: file_get_contents(): a in /x/y.php on line 21\n'), [
    'file_get_contents(): a',
  ]);
});
