import path from 'node:path';
import t from 'tap';
import { type ExampleClient, RIGHT_CLIENTS, WRONG_CLIENTS } from '../../scripts/clients/list.ts';
import { prepareClient } from '../../scripts/clients/prepare.ts';
import type { VerifyReport } from '../../verify/verdict.ts';
import { run } from '../support/tools.ts';

t.setTimeout(900_000);

const root = path.resolve(import.meta.dirname, '../..');
const state = t.testdir();

/** One scenario or more of each group. */
const SAMPLE = [
  ...['valid', 'two-intermediates', 'fqdn-mismatch', 'ip-address-mismatch', 'expired', 'self-signed'],
  ...[
    'untrusted-root',
    'incomplete-chain',
    'reset-after-client-hello',
    'stall-after-server-hello',
    'http-fallback',
  ],
  ...['redirect-to-http', 'redirect-301-to-other-host', 'body-cut-short', 'no-answer', 'dns-missing-record'],
  ...['dns-truncated', 'wrong-key', 'run-raises', 'overloaded-once'],
];
/** These two go through everything that a client can be sent into. */
const THROUGH_EVERYTHING = ['curl', 'urllib'];

async function verify(command: string[], scenarios: string[], timeout: string): Promise<VerifyReport> {
  const main = path.join(root, 'cli/main.ts');
  const chosen = scenarios.length === 0 ? [] : ['--scenario', ...scenarios];
  const args = [
    main,
    'verify',
    '--json',
    '--state',
    state,
    '--timeout',
    timeout,
    ...chosen,
    '--',
    ...command,
  ];
  const { stdout, stderr } = await run(process.execPath, args, '', 600_000);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** A client whose language is not installed is skipped by name; the others always run. */
async function prepared(client: ExampleClient): Promise<{ command: string[]; skip: string | false }> {
  const result = await prepareClient(client, root);
  return 'missing' in result ? { command: [], skip: result.missing } : { ...result, skip: false };
}

for (const client of RIGHT_CLIENTS) {
  const { command, skip } = await prepared(client);
  t.test(`${client.title} is a right client`, { skip }, async (t) => {
    const report = await verify(command, THROUGH_EVERYTHING.includes(client.name) ? [] : SAMPLE, '15');
    t.equal(report.baseline, null);
    const wrong = report.results.filter(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive');
    t.same(
      wrong.map(({ scenario, finding, reason }) => [scenario, finding, reason]),
      [],
    );
    t.ok(report.summary.passed >= 15);
  });
}

for (const client of WRONG_CLIENTS) {
  const { command, skip } = await prepared(client);
  t.test(`found: ${client.title}`, { skip }, async (t) => {
    const report = await verify(command, Object.keys(client.caughtBy), '8');
    const found = Object.fromEntries(
      report.results
        .filter(({ scenario }) => scenario in client.caughtBy)
        .map(({ scenario, finding }) => [scenario, finding]),
    );
    t.same(found, client.caughtBy);
  });
}
