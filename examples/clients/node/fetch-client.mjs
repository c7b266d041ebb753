// Scores once with the fetch that Node brings along. Where and with which key comes from SCORING_URI and SCORING_KEY,
// what is trusted by NODE_EXTRA_CA_CERTS and Node's own roots. Exit status 0 and the result on stdout when it scored,
// 1 and one line on stderr otherwise.
import { setTimeout as wait } from 'node:timers/promises';

const { SCORING_URI, SCORING_KEY } = process.env;
const TIME_OUT = 3000;

const post = () =>
  fetch(SCORING_URI, {
    method: 'POST',
    headers: { Authorization: `Bearer ${SCORING_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ data: [[1, 2, 3]] }),
    // Left to itself fetch follows a redirect from https to http, and takes the data along.
    redirect: 'error',
    // For the whole of the answer, its body included.
    signal: AbortSignal.timeout(TIME_OUT),
  });

try {
  if (!SCORING_URI || !SCORING_KEY) throw new Error('SCORING_URI and SCORING_KEY have to be set');
  let response = await post();
  if (response.status === 503) {
    await response.body?.cancel();
    await wait(200);
    response = await post();
  }
  if (response.status !== 200) throw new Error(`answered with ${response.status}`);
  const answer = await response.json();
  if (answer?.result === undefined) throw new Error('no result in the answer');
  console.log(JSON.stringify(answer.result));
  process.exitCode = 0;
} catch (error) {
  console.error(`did not score: ${error.cause?.code ?? error.cause?.message ?? error.message}`);
  // Not exitCode: a connection that is still being made would keep the process for ten seconds more.
  process.exit(1);
}
