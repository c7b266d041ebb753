// Scores once with undici, which follows no redirect by default. Where and with which key is told by
// SCORING_URI and SCORING_KEY, what is trusted by NODE_EXTRA_CA_CERTS and Node's own roots. Exit status 0 and the
// result on stdout when it scored, 1 and one line on stderr otherwise.
import { EnvHttpProxyAgent, interceptors, request } from 'undici';

const { SCORING_URI, SCORING_KEY } = process.env;
const TIME_OUT = 3000;

// Only the status is retried: a refused certificate is never worth a second try.
const dispatcher = new EnvHttpProxyAgent().compose(
  interceptors.retry({
    maxRetries: 1,
    minTimeout: 200,
    methods: ['POST'],
    statusCodes: [503],
    errorCodes: [],
  }),
);

try {
  if (!SCORING_URI || !SCORING_KEY) throw new Error('SCORING_URI and SCORING_KEY have to be set');
  const { statusCode, body } = await request(SCORING_URI, {
    dispatcher,
    method: 'POST',
    headers: { authorization: `Bearer ${SCORING_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ data: [[1, 2, 3]] }),
    // For the whole of the answer: undici's own time-outs begin anew with each part of it.
    signal: AbortSignal.timeout(TIME_OUT),
  });
  if (statusCode !== 200) throw new Error(`answered with ${statusCode}`);
  const answer = await body.json();
  if (answer?.result === undefined) throw new Error('no result in the answer');
  console.log(JSON.stringify(answer.result));
  process.exit(0);
} catch (error) {
  console.error(`did not score: ${error.code ?? error.message}`);
  process.exit(1);
}
