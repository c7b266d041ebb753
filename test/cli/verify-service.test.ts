import { createServer } from 'node:net';
import path from 'node:path';
import t, { type Test } from 'tap';
import type { VerifyReport } from '../../verify/verdict.ts';
import { cli, MAIN } from '../support/cli.ts';
import { missing, run } from '../support/tools.ts';

/** Scores with urllib; `CONTEXT` is the right one or the one that verifies nothing. */
const score = (context: string): string => `
import json, os, ssl, sys, time, urllib.request
def score():
    headers = {"Authorization": "Bearer " + os.environ["SCORING_KEY"], "Content-Type": "application/json"}
    request = urllib.request.Request(os.environ["SCORING_URI"], b'{"data": [[1, 2, 3]]}', headers)
    with urllib.request.urlopen(request, timeout=3, context=${context}) as response:
        return json.load(response)["result"]
`;

/** Scores by itself every second and never ends. */
const everySecond = (context: string): string => `${score(context)}
while True:
    try:
        print(score(), flush=True)
    except Exception as error:
        print(error, file=sys.stderr, flush=True)
    time.sleep(1)
`;

/** Scores when it is asked to. */
const onRequest = (context: string): string => `${score(context)}
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            answer = 200 if self.path == "/" else score() and 200
        except Exception as error:
            print(error, file=sys.stderr, flush=True)
            answer = 502
        self.send_response(answer)
        self.send_header("Content-Length", "0")
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
`;

t.setTimeout(300_000);

const RIGHT = 'ssl.create_default_context()';
const WRONG = 'ssl._create_unverified_context()';
const SCENARIOS = ['valid', 'expired', 'fqdn-mismatch', 'untrusted-root'];

const skip = missing('python3', 'ps');
const trigger = missing('curl');

async function verify(
  dir: string,
  ...args: string[]
): Promise<{ report: VerifyReport; code: number | null }> {
  const words = ['verify', '--state', path.join(dir, 'state'), '--json', ...args];
  const ran = await run(process.execPath, [MAIN, ...words], '', 120_000);
  t.match(ran.stdout, /^\{/, ran.stderr);
  return { report: JSON.parse(ran.stdout), code: ran.code };
}

const verdicts = ({ results }: VerifyReport): Record<string, string> =>
  Object.fromEntries(results.map(({ scenario, verdict, finding }) => [scenario, finding ?? verdict]));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function nothingLeft(t: Test, file: string): Promise<void> {
  const { stdout } = await run('ps', ['-eo', 'args']);
  t.strictSame(
    stdout.split('\n').filter((line) => line.startsWith('python3 ') && line.includes(file)),
    [],
    'no process is left',
  );
}

t.test('a service that scores by itself is judged by its first attempt, and ended', { skip }, async (t) => {
  const dir = t.testdir({ 'right.py': everySecond(RIGHT), 'wrong.py': everySecond(WRONG) });
  for (const [name, code, expected] of [
    ['right.py', 0, 'pass'],
    ['wrong.py', 1, 'leaked-key'],
  ] as const) {
    const file = path.join(dir, name);
    const all = [...SCENARIOS, 'wrong-key', 'no-answer'];
    const ran = await verify(dir, '--service', `python3 ${file}`, '--scenario', ...all);
    t.equal(ran.code, code, name);
    const found = verdicts(ran.report);
    t.equal(found.valid, 'pass', JSON.stringify(ran.report.baseline));
    for (const scenario of SCENARIOS.slice(1)) t.equal(found[scenario], expected, `${name} ${scenario}`);
    t.equal(found['wrong-key'], 'skipped', 'what it makes of an answer stays unseen');
    t.equal(found['no-answer'], 'skipped');
    t.equal(ran.report.diagnosis[0]?.mistake, code === 0 ? undefined : 'verification-off');
    const valid = ran.report.results.find(({ scenario }) => scenario === 'valid');
    t.equal(valid?.reason, 'scored and went on as a service');
    t.equal(valid?.observed.requests.length, 1, 'its second attempt is not waited for');
    await nothingLeft(t, file);
  }
});

t.test(
  'a service is triggered once it is ready, and the trigger says how it went',
  { skip: skip || trigger },
  async (t) => {
    const dir = t.testdir({ 'right.py': onRequest(RIGHT), 'wrong.py': onRequest(WRONG) });
    for (const [name, code, expected] of [
      ['right.py', 0, 'pass'],
      ['wrong.py', 1, 'leaked-key'],
    ] as const) {
      const file = path.join(dir, name);
      const url = `http://127.0.0.1:${await freePort()}/`;
      const ran = await verify(
        dir,
        ...['--service', `python3 ${file} ${new URL(url).port}`, '--ready', url],
        ...['--trigger', `curl --silent --show-error --fail --max-time 5 ${url}score`],
        ...['--scenario', ...SCENARIOS, 'wrong-key'],
      );
      t.equal(ran.code, code, name);
      const found = verdicts(ran.report);
      t.equal(found.valid, 'pass', JSON.stringify(ran.report.baseline));
      for (const scenario of SCENARIOS.slice(1)) t.equal(found[scenario], expected, `${name} ${scenario}`);
      t.equal(found['wrong-key'], 'pass', 'a refused answer is a failed trigger');
      await nothingLeft(t, file);
    }
  },
);

t.test('a service that never becomes ready has no verdict, and the report says why', { skip }, async (t) => {
  const dir = t.testdir({ 'right.py': everySecond(RIGHT), 'dies.sh': 'echo no port >&2\nexit 3\n' });
  const file = path.join(dir, 'right.py');
  const never = await verify(
    dir,
    ...['--service', `python3 -u -c 'import time; time.sleep(60)' ${file}`],
    ...['--ready', 'listening', '--timeout', '1', '--scenario', 'valid'],
  );
  t.equal(never.code, 1);
  t.match(never.report.results[0], {
    finding: 'never-connected',
    stderrTail: /--ready listening was not seen within 1 s/,
  });
  await nothingLeft(t, file);
  const dead = await verify(
    dir,
    ...['--service', `sh ${path.join(dir, 'dies.sh')}`, '--ready', 'listening', '--scenario', 'valid'],
  );
  t.match(dead.report.results[0], {
    finding: 'never-connected',
    reason: /exited 3/,
    stderrTail: 'no port\n',
  });
});

t.test('a service and a command at once are refused', async (t) => {
  const ran = await cli('verify', '--service', 'true', '--', 'true');
  t.equal(ran.code, 2);
  t.match(ran.stderr, /--service takes the place of a command/);
});
