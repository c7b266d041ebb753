import path from 'node:path';
import t from 'tap';
import { findScenario } from '../../scenarios/catalogue.ts';
import { chooseTransport } from '../../verify/choose-transport.ts';
import type { VerifyReport } from '../../verify/verdict.ts';
import { verifyClient } from '../../verify/verify.ts';
import { missing } from '../support/tools.ts';

t.setTimeout(600_000);

const WRONG = path.resolve(import.meta.dirname, '../../examples/clients/wrong');
const RUNS = 3;

/** Where a race between an alert, a reset and the next record would show: refusals at each step, and broken answers. */
const SCENARIOS = [
  ...['expired', 'fqdn-mismatch', 'untrusted-root', 'tls-v1-0', 'reset-after-client-hello'],
  ...['cut-before-finished', 'body-reset', 'http-fallback', 'wrong-key'],
].map(findScenario);

const CLIENTS = [
  { says: 'a shell client', needs: ['curl'], command: ['sh', path.join(WRONG, 'insecure-curl.sh')] },
  { says: 'a Node client', needs: [], command: [process.execPath, path.join(WRONG, 'retries-at-once.mjs')] },
  {
    says: 'a Python client',
    needs: ['python3'],
    command: ['python3', path.join(WRONG, 'swallows_errors.py')],
  },
];

/** Everything of a report that is not a time. */
const withoutTimes = ({ results, diagnosis, summary }: VerifyReport): string =>
  JSON.stringify(
    [
      results.map(({ scenario, verdict, finding, reason, left }) => ({
        ...{ scenario, verdict, finding, reason, left },
      })),
      diagnosis,
      summary,
    ],
    null,
    1,
  );

for (const { says, needs, command } of CLIENTS) {
  t.test(`${says} is judged the same in ${RUNS} runs`, { skip: missing(...needs) }, async (t) => {
    const dir = t.testdir();
    const transport = await chooseTransport({ via: null, image: null, stateDir: dir, systemTrust: false });
    t.teardown(() => transport.close());
    const [program = '', ...args] = command;
    const client = { command: program, args, cwd: dir, timeoutMs: 15_000 };
    const texts: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      texts.push(withoutTimes(await verifyClient({ client, scenarios: SCENARIOS, transport, version: '0' })));
    }
    const [first = '', ...others] = texts;
    t.notMatch(first, /"verdict": "inconclusive"/);
    for (const [index, text] of others.entries()) t.equal(text, first, `run ${index + 2}`);
  });
}
