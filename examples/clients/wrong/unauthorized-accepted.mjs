// WRONG: rejectUnauthorized is false, for one request; NODE_TLS_REJECT_UNAUTHORIZED=0 does so for all of them.
// Any server that answers gets the key: every scenario of a certificate that is to be refused finds `leaked-key`.
// Right: leave it out; `ca` or NODE_EXTRA_CA_CERTS names an authority of your own.
import https from 'node:https';

const { SCORING_URI, SCORING_KEY } = process.env;
const request = https.request(SCORING_URI, {
  method: 'POST',
  headers: { Authorization: `Bearer ${SCORING_KEY}`, 'Content-Type': 'application/json' },
  // For the whole of the answer, its body included.
  signal: AbortSignal.timeout(3000),
  // The mistake.
  rejectUnauthorized: false,
});
request.on('error', fail);
request.on('response', async (response) => {
  try {
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    if (response.statusCode !== 200) throw new Error(`answered with ${response.statusCode}`);
    const { result } = JSON.parse(text);
    if (result === undefined) throw new Error('no result in the answer');
    console.log(JSON.stringify(result));
  } catch (error) {
    fail(error);
  }
});
request.end(JSON.stringify({ data: [[1, 2, 3]] }));

function fail(error) {
  console.error(`did not score: ${error.code ?? error.message}`);
  process.exit(1);
}
