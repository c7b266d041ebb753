// Scores once with axios. Where and with which key comes from SCORING_URI and SCORING_KEY, what is trusted by
// NODE_EXTRA_CA_CERTS and Node's own roots. Exit status 0 and the result on stdout when it scored, 1 and one line on
// stderr otherwise.
import { setTimeout as wait } from 'node:timers/promises';
import axios from 'axios';

const { SCORING_URI, SCORING_KEY } = process.env;
const TIME_OUT = 3000;

const post = () =>
  axios.post(
    SCORING_URI,
    { data: [[1, 2, 3]] },
    {
      headers: { Authorization: `Bearer ${SCORING_KEY}` },
      // Left to itself axios follows redirects, from https to http as well.
      maxRedirects: 0,
      // For the whole of the answer, the connection included; the time-out of axios begins with the socket.
      signal: AbortSignal.timeout(TIME_OUT),
      validateStatus: (status) => status === 200,
      // Left to itself axios hands over as text what is not JSON.
      responseType: 'json',
      transitional: { silentJSONParsing: false },
    },
  );

async function postWithOneRetry() {
  try {
    return await post();
  } catch (error) {
    if (error.response?.status !== 503) throw error;
    await wait(200);
    return post();
  }
}

try {
  if (!SCORING_URI || !SCORING_KEY) throw new Error('SCORING_URI and SCORING_KEY have to be set');
  const { data: answer } = await postWithOneRetry();
  if (answer?.result === undefined) throw new Error('no result in the answer');
  console.log(JSON.stringify(answer.result));
  process.exitCode = 0;
} catch (error) {
  console.error(`did not score: ${error.response?.status ?? error.code ?? error.message}`);
  process.exitCode = 1;
}
