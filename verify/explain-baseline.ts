import { canonicalName } from '../common/addresses.ts';
import type { ConnectionSummary, ObservationSummary, RequestSummary } from '../common/observation-summary.ts';
import type { ClientTarget } from '../harness/resolve-world.ts';
import { saidSomething } from './judge/conduct.ts';
import { describeGoodbye, mostTelling } from './judge/goodbye.ts';
import { describeExit } from './judge/wording.ts';
import type { BaselineAdvice, ClientRun } from './verdict.ts';

/** Exit statuses by which a shell says that there was no client (POSIX 2.8.2). */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/**
 * Advice for a client that cannot score in the baseline scenario: the furthest point that it reached, and what to look at.
 * Seventy failures that all have this one cause would say nothing. Pure.
 */
export function explainBaseline(
  target: ClientTarget,
  observed: ObservationSummary,
  run: ClientRun,
): BaselineAdvice {
  const request = observed.requests.at(-1);
  if (request !== undefined) return explainRequest(request, observed, run);
  const connection = mostTelling(observed.connections.filter(saidSomething));
  if (connection !== null) return withOwnWords(explainConnection(connection, target), run);
  if (observed.connections.length > 0) {
    return {
      seen: 'It opened a TCP connection and sent nothing on it, not even a ClientHello.',
      remedies: [
        'Does it find its trust anchors? Some clients look for the CA file only once they are connected.',
        'Does it wait for the server to speak first?',
      ],
    };
  }
  return observed.queries.length > 0 ? explainQueries(target, observed) : explainSilence(run);
}

/** Texts of Java (PKIX), Schannel and curl with it, OpenSSL and .NET for a revocation status that is not to be found. */
const ABOUT_REVOCATION = new RegExp(
  [
    ...['revocation status', 'RevocationStatusUnknown', 'CertificateRevokedException', 'OfflineRevocation'],
    ...['CRYPT_E_NO_REVOCATION_CHECK', 'CRYPT_E_REVOCATION_OFFLINE', 'unable to get certificate CRL'],
    'does not specify OCSP responder',
  ].join('|'),
  'i',
);

/** What the client says of itself comes before what its alert makes likely. */
function withOwnWords(advice: BaselineAdvice, { stderrTail }: ClientRun): BaselineAdvice {
  const own = ABOUT_REVOCATION.exec(stderrTail)?.[0];
  if (own === undefined) return advice;
  return {
    seen: `${advice.seen} On stderr it speaks of "${own}".`,
    remedies: [
      'Does it check revocation? The certificate names no CRL and no OCSP responder, as those of private authorities often ' +
        'do not (RFC 5280 section 4.2.1.13): decide what the client does where no status is published.',
      ...advice.remedies,
    ],
  };
}

function explainSilence(run: ClientRun): BaselineAdvice {
  const seen = `Nothing of it arrived, no DNS question and no connection; it ${describeExit(run)}.`;
  if (run.exitCode === NOT_FOUND || run.exitCode === NOT_EXECUTABLE) {
    return { seen, remedies: ['Is the command spelled rightly, and can it be executed?'] };
  }
  return {
    seen,
    remedies: [
      'Does it use SCORING_URI? The address is in that variable and in the argument {uri}, and nowhere else.',
      'Does it use a proxy of its own, or an address that is written into it?',
      'Did it fail before it connected? Its own error output says why.',
    ],
  };
}

function explainQueries({ name: host }: ClientTarget, { queries }: ObservationSummary): BaselineAdvice {
  const names = [...new Set(queries.map(({ name }) => name))];
  if (!names.some((name) => canonicalName(name) === host)) {
    return {
      seen: `It asked DNS for ${names.join(', ')} and never for ${host}.`,
      remedies: ['Does it use SCORING_URI? It looks as if a host were written into it.'],
    };
  }
  return {
    seen: `It asked DNS for ${host}, was answered, and never connected.`,
    remedies: [
      'Does it connect to the port that SCORING_URI names?',
      'Does it refuse to connect to loopback or private addresses?',
    ],
  };
}

function explainConnection(connection: ConnectionSummary, target: ClientTarget): BaselineAdvice {
  const { handshake, alert, listener, offered } = connection;
  const seen = `It ${describeGoodbye(connection)}.`;
  if (listener === 'http' || handshake?.outcome === 'plain-http') {
    return {
      seen,
      remedies: ['Does it take the scheme https:// from SCORING_URI, or put http:// in its place?'],
    };
  }
  if (alert?.description === 'no_application_protocol') {
    return {
      seen: `${seen} By ALPN it offered ${offered?.alpn.join(', ') || 'nothing'}.`,
      remedies: ['The router speaks HTTP/1.1: does the client allow it beside HTTP/2?'],
    };
  }
  if (handshake?.outcome === 'refused-by-server') {
    return {
      seen: `${seen} It offered ${offered?.versions.join(', ') || 'no version that could be read'}.`,
      remedies: [
        'The router speaks TLS 1.2 and nothing else: does the client allow it, with a common cipher suite?',
      ],
    };
  }
  const trust =
    'Does it trust the CA in SCORING_CA_FILE? Many runtimes read one of the variables that are set beside it ' +
    '(SSL_CERT_FILE, REQUESTS_CA_BUNDLE, NODE_EXTRA_CA_CERTS, …); --system-trust is for those that read none.';
  const name = `Does it connect by the name ${target.name}, and not by an address?`;
  const blamesTheName = alert?.description === 'bad_certificate';
  return { seen, remedies: blamesTheName ? [name, trust] : [trust, name] };
}

function explainRequest(
  request: RequestSummary,
  observed: ObservationSummary,
  run: ClientRun,
): BaselineAdvice {
  const { answer, method, path } = request;
  const answered = observed.requests.some(
    (each) => each.answer?.status === 200 && each.answer.outcome === 'complete',
  );
  if (answered) {
    return {
      seen: `Its request was answered with 200, and then it ${describeExit(run)}.`,
      remedies: [
        run.timedOut
          ? 'Does it end once it has its answer? One run is to score once.'
          : 'Does it make something else of the answer than a success? A client that scored is to exit 0.',
      ],
    };
  }
  if (answer === null || answer.status === null || answer.outcome !== 'complete') {
    return {
      seen: `It sent ${method} ${path} and was gone before it had its answer; it ${describeExit(run)}.`,
      remedies: [
        'Is its time-out shorter than a few hundred ms?',
        'Did it send the whole body it announced?',
      ],
    };
  }
  return {
    seen: `It sent ${method} ${path} and was answered with ${answer.status} (${answer.decision}).`,
    remedies: remediesFor(answer.status, request),
  };
}

function remediesFor(status: number, { authorization, keyIn, method }: RequestSummary): string[] {
  switch (status) {
    case 401:
    case 403:
      if (authorization === 'missing' && keyIn.length > 0) {
        return [
          'It sent its key in the wrong place: the header is "Authorization: Bearer" with the value of SCORING_KEY.',
        ];
      }
      return authorization === 'missing'
        ? ['It sent no key: the header is "Authorization: Bearer" with the value of SCORING_KEY.']
        : ['It sent another key than SCORING_KEY, which is new in every run.'];
    case 404:
      return ['Does it use the path of SCORING_URI as it is, to the last letter?'];
    case 405:
      return [`Scoring is a POST; it sent ${method}.`];
    default:
      return [
        status < 500
          ? 'Is its body JSON, with a Content-Type that says so?'
          : 'The model refused the input: a body such as {"data": [[1, 2, 3]]} is known to score.',
      ];
  }
}
