import t from 'tap';
import type { ObservationSummary } from '../../common/observation-summary.ts';
import { explainBaseline } from '../../verify/explain-baseline.ts';
import type { ClientRun } from '../../verify/verdict.ts';
import { offer } from '../support/offer.ts';
import {
  alert,
  answer,
  carrying,
  connection,
  endedRun,
  handshake,
  observed,
  query,
  refusals,
  request,
  run,
  TARGET,
} from './sightings.ts';

interface Row {
  says: string;
  saw: Partial<ObservationSummary>;
  run?: ClientRun;
  seen: RegExp;
  first: RegExp;
}

const connections = [carrying('router')];
const answered = (status: number, seen = {}): Partial<ObservationSummary> => ({
  connections,
  requests: [request({ answer: answer(status, { decision: 'unauthorized' }), ...seen })],
});

const rows: Row[] = [
  {
    says: 'no sign of the client: is SCORING_URI used?',
    saw: { queries: [] },
    seen: /^Nothing of it arrived, no DNS question and no connection; it exited 1\.$/,
    first: /SCORING_URI/,
  },
  {
    says: 'no sign of the client and exit 127: there is no such command',
    saw: { queries: [] },
    run: run(127),
    seen: /it exited 127/,
    first: /spelled rightly/,
  },
  {
    says: 'another name was asked for: a host is written into the client',
    saw: { queries: [query({ name: 'ml.contoso.com' })] },
    seen: /^It asked DNS for ml\.contoso\.com and never for www\.contoso\.com\.$/,
    first: /SCORING_URI/,
  },
  {
    says: 'the name was asked for and nothing came: the port',
    saw: {},
    seen: /was answered, and never connected/,
    first: /port that SCORING_URI names/,
  },
  {
    says: 'a socket was opened and nothing came: the trust anchors cannot be read',
    saw: { connections: [connection({ offered: null, handshake: null, bytesReceived: 0 })] },
    seen: /not even a ClientHello/,
    first: /find its trust anchors/,
  },
  {
    says: 'alert unknown_ca: the CA',
    saw: { connections: [refusals.withAlert('unknown_ca')] },
    seen: /alert unknown_ca\.$/,
    first: /SCORING_CA_FILE/,
  },
  {
    says: 'alert certificate_unknown and words about revocation: revocation, as Java with its checks on',
    saw: { connections: [refusals.withAlert('certificate_unknown')] },
    run: run(1, { stderrTail: 'CertPathValidatorException: Could not determine revocation status\n' }),
    seen: /On stderr it speaks of "revocation status"\.$/,
    first: /^Does it check revocation\?/,
  },
  {
    says: 'closed after the handshake without a byte: the CA, as Node does it',
    saw: { connections: [refusals.silentlyAfterHandshake()] },
    seen: /completed the handshake, then closed the connection without sending a byte/,
    first: /SCORING_CA_FILE/,
  },
  {
    says: 'alert bad_certificate: the name, as Python does it',
    saw: { connections: [refusals.withAlert('bad_certificate')] },
    seen: /alert bad_certificate/,
    first: /by the name www\.contoso\.com/,
  },
  {
    says: 'refused by the router: TLS 1.2 is not allowed in the client',
    saw: {
      connections: [
        connection({
          handshake: handshake('refused-by-server'),
          alert: alert('protocol_version', 'server'),
          offered: offer({ versions: ['TLSv1.3'] }),
        }),
      ],
    },
    seen: /alert protocol_version\. It offered TLSv1\.3\.$/,
    first: /TLS 1\.2/,
  },
  {
    says: 'plain HTTP on the TLS port: the scheme',
    saw: { connections: [connection({ handshake: handshake('plain-http'), offered: null })] },
    seen: /spoke plain HTTP to the TLS port/,
    first: /https:\/\//,
  },
  {
    says: '401 without a key: the header',
    saw: answered(401, { authorization: 'missing' }),
    seen: /was answered with 401 \(unauthorized\)/,
    first: /Authorization: Bearer/,
  },
  {
    says: '401 with a key: another key than the one that was given',
    saw: answered(401, { authorization: 'invalid' }),
    seen: /401/,
    first: /another key than SCORING_KEY/,
  },
  { says: '404: the path', saw: answered(404), seen: /POST \/api.* 404/, first: /path of SCORING_URI/ },
  { says: '405: the method', saw: answered(405, { method: 'GET' }), seen: /405/, first: /it sent GET/ },
  { says: '415: the body', saw: answered(415), seen: /415/, first: /JSON/ },
  { says: '500: the input', saw: answered(500), seen: /500/, first: /"data"/ },
  {
    says: 'gone before the answer: a time-out that is too short',
    saw: { connections, requests: [request({ answer: answer(null, { outcome: 'client-gone' }) })] },
    seen: /was gone before it had its answer/,
    first: /time-out/,
  },
  {
    says: 'answered with 200 and exit 1: what the client makes of it',
    saw: { connections, requests: [request()] },
    seen: /answered with 200, and then it exited 1/,
    first: /exit 0/,
  },
  {
    says: 'answered with 200 and never ended: one run is one score',
    saw: { connections, requests: [request()] },
    run: endedRun(),
    seen: /still running after 2 s/,
    first: /Does it end/,
  },
];

for (const row of rows) {
  t.test(row.says, async (t) => {
    const { seen, remedies } = explainBaseline(TARGET, observed(row.saw), row.run ?? run(1));
    t.match(seen, row.seen);
    t.match(remedies[0], row.first);
  });
}
