import type { ClientScenario } from '../../scenarios/scenario.ts';
import { judgeAll } from './judge-table.ts';
import { connection, endedRun, handshake, query, run } from './sightings.ts';

const noRecord: Partial<ClientScenario> = { group: 'dns', world: { records: [] } };
const nxdomain = query({ rcode: 'NXDOMAIN', answers: [] });
const httpsGone: Partial<ClientScenario> = { world: { httpsGone: true, plainHttp: 'serve' } };
const oldAddress = query({ answers: ['www.contoso.com. 60 IN A 127.0.0.2'] });
const stale: ClientScenario['world'] = {
  dnsFaults: {
    '{fqdn}': {
      fault: 'stale',
      records: [{ name: '{fqdn}', type: 'A', value: '127.0.0.2', ttl: 60 }],
    },
  },
};
const staleToTenant = { ...stale, otherRouters: [{ address: '127.0.0.2', certificate: {} }] };
const neverConnected = { run: run(1), verdict: 'inconclusive', finding: 'never-connected' } as const;

// A client that did not come as far as any client can come in this world says nothing.
judgeAll([
  {
    ...neverConnected,
    says: 'a client that does nothing is inconclusive, whatever it exits with',
    saw: { queries: [] },
    run: run(0),
    reason: /^did nothing that could be seen; it exited 0$/,
  },
  {
    ...neverConnected,
    says: 'a client that sleeps until it is ended never connected',
    saw: { queries: [] },
    run: endedRun(),
    reason: /^did nothing that could be seen; it was still running after 2 s$/,
  },
  {
    ...neverConnected,
    says: 'a question to DNS alone is no trial where there is a router to connect to',
    saw: {},
    reason: /^asked DNS for the name and did nothing more/,
  },
  {
    ...neverConnected,
    says: 'a socket that is opened and left alone is no trial',
    saw: { connections: [connection({ offered: null, handshake: handshake('cut'), bytesReceived: 0 })] },
    reason: /^(did nothing that could be seen|asked DNS for the name and did nothing more); it /,
  },
  {
    says: 'where the record is missing, a client that asked for it and gave up rejects',
    in: noRecord,
    saw: { queries: [nxdomain, { ...nxdomain, type: 'AAAA' }] },
    run: run(6),
    verdict: 'pass',
    finding: null,
    reason: /^asked DNS for www\.contoso\.com \(A, AAAA\), was answered with NXDOMAIN, and exited 6$/,
  },
  {
    ...neverConnected,
    says: 'where the record is missing, a client that did not ask is inconclusive',
    in: noRecord,
    saw: { queries: [] },
    reason: /^(did nothing that could be seen|asked DNS for the name and did nothing more); it /,
  },
  {
    ...neverConnected,
    says: 'where the record is missing, a question for another name is no trial',
    in: noRecord,
    saw: { queries: [query({ name: 'ml.contoso.com', rcode: 'NXDOMAIN', answers: [] })] },
    reason: /^(did nothing that could be seen|asked DNS for the name and did nothing more); it /,
  },
  {
    says: 'where the record is missing, exit 0 is a false report',
    in: noRecord,
    saw: { queries: [nxdomain] },
    run: run(0),
    verdict: 'fail',
    finding: 'exit-0-after-refusal',
    reason: /NXDOMAIN, and yet exited 0/,
  },
  {
    says: 'where a CNAME leads in a circle, a client that asked and gave up rejects',
    in: {
      world: { records: [{ name: 'www.contoso.com', type: 'CNAME', value: 'www.contoso.com', ttl: 60 }] },
    },
    saw: { queries: [query({ answers: ['www.contoso.com. 60 IN CNAME www.contoso.com.'] })] },
    run: run(6),
    verdict: 'pass',
    finding: null,
    reason: /NOERROR without an address/,
  },
  {
    says: 'where DNS is silent, a client that waits for ever is hung',
    in: { group: 'dns', world: { dnsFaults: { 'WWW.contoso.com.': { fault: 'no-answer' } } } },
    saw: { queries: [query({ rcode: null, answers: [], fault: 'no-answer' })] },
    run: endedRun(),
    verdict: 'fail',
    finding: 'hung',
    reason: /was answered with silence/,
  },
  {
    says: 'where the record is stale, a client that found no server at the old address rejects',
    in: { group: 'dns', world: stale },
    saw: { queries: [oldAddress] },
    run: run(7),
    verdict: 'pass',
    finding: null,
    reason: /was given 127\.0\.0\.2 and found no server there/,
  },
  {
    ...neverConnected,
    says: 'where the stale record names another tenant, a client that did not connect was not tried',
    in: { group: 'dns', world: staleToTenant },
    saw: { queries: [oldAddress] },
    reason: /^(did nothing that could be seen|asked DNS for the name and did nothing more); it /,
  },
  {
    ...neverConnected,
    says: 'where only the first of several addresses is dead, a client that did not connect was not tried',
    in: {
      group: 'dns',
      world: {
        dnsFaults: { 'www.contoso.com': { fault: 'rotate', answers: [['127.0.0.2'], ['{host}']] } },
      },
    },
    saw: { queries: [oldAddress] },
    reason: /^(did nothing that could be seen|asked DNS for the name and did nothing more); it /,
  },
  {
    says: 'where all of several addresses are dead, a client that found no server there rejects',
    in: {
      group: 'dns',
      world: {
        dnsFaults: { 'www.contoso.com': { fault: 'rotate', answers: [['127.0.0.2'], ['127.0.0.3']] } },
      },
    },
    saw: { queries: [oldAddress] },
    run: run(7),
    verdict: 'pass',
    finding: null,
    reason: /was given 127\.0\.0\.2 and found no server there/,
  },
  {
    says: 'where HTTPS is gone, a client that asked DNS and could not connect rejects',
    in: httpsGone,
    saw: {},
    run: run(7),
    verdict: 'pass',
    finding: null,
    reason: /was given 127\.0\.0\.1 and found no server there, and exited 7/,
  },
  {
    says: 'where HTTPS is gone, a client that looks at the HTTP port and sends nothing rejects',
    in: httpsGone,
    saw: { connections: [connection({ listener: 'http', offered: null, bytesReceived: 0 })] },
    run: run(7),
    verdict: 'pass',
    finding: null,
    reason: /found no server there/,
  },
  {
    ...neverConnected,
    says: 'where HTTPS is gone and the URI has an address, nothing shows that the client tried',
    in: { world: { httpsGone: true, scoringHost: '127.0.0.1' } },
    saw: { queries: [] },
    reason: /^(did nothing that could be seen|asked DNS for the name and did nothing more); it /,
  },
]);
