import { judgeAll } from './judge-table.ts';
import { connection, endedRun, handshake, refusals, run } from './sightings.ts';

const refused = { connections: [refusals.withAlert('certificate_expired')] };

// The exit status, and trytls' words where the client prints one as its last line.
judgeAll([
  {
    says: 'exit 0 after a refusal is a false report',
    saw: refused,
    run: run(0),
    verdict: 'fail',
    finding: 'exit-0-after-refusal',
    reason: /alert certificate_expired, and yet exited 0$/,
  },
  {
    says: 'exit 0 with REJECT is how trytls reports a refusal',
    saw: refused,
    run: run(0, { lastLine: 'REJECT' }),
    verdict: 'pass',
    finding: null,
    reason: /exited 0 saying REJECT/,
  },
  {
    says: 'ACCEPT after a refusal is a false report',
    saw: refused,
    run: run(0, { lastLine: 'ACCEPT' }),
    verdict: 'fail',
    finding: 'exit-0-after-refusal',
    reason: /saying ACCEPT/,
  },
  {
    says: 'a line that only contains the word REJECT is not the word',
    saw: refused,
    run: run(0, { lastLine: 'REJECTED: bad certificate' }),
    verdict: 'fail',
    finding: 'exit-0-after-refusal',
    reason: /exited 0$/,
  },
  {
    says: 'UNSUPPORTED decides nothing',
    saw: refused,
    run: run(0, { lastLine: 'UNSUPPORTED' }),
    verdict: 'inconclusive',
    finding: 'unsupported',
    reason: /cannot be tried/,
  },
  {
    says: 'a client that connects and never gives up is hung',
    saw: { connections: [connection({ handshake: handshake('timeout'), closed: null })] },
    run: endedRun(),
    verdict: 'fail',
    finding: 'hung',
    reason: /^left the handshake unfinished until the router gave up, and was still running/,
  },
  {
    says: 'a client that was ended in the middle of a handshake waited, and did not close it',
    saw: {
      connections: [connection({ handshake: handshake('cut'), closed: 'client-fin', applicationBytes: 0 })],
    },
    run: endedRun(),
    verdict: 'fail',
    finding: 'hung',
    reason: /^waited in the middle of the handshake, and was still running/,
  },
  {
    says: 'a hang outranks the false report that goes with it',
    saw: refused,
    run: { ...endedRun(), exitCode: 0, signal: null },
    verdict: 'fail',
    finding: 'hung',
    reason: /no time-out of its own/,
  },
]);
