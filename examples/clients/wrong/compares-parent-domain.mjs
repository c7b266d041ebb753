// WRONG: compares the parent domain by itself, so that all of a company's hosts are one.
// The neighbour's certificate is as good as one's own. Found as `leaked-key` by sibling-subdomain and its like, while
// fqdn-mismatch passes. Right: no checkServerIdentity of one's own (RFC 9525 section 6).
import https from 'node:https';

const { SCORING_URI, SCORING_KEY } = process.env;
const request = https.request(SCORING_URI, {
  method: 'POST',
  headers: { Authorization: `Bearer ${SCORING_KEY}`, 'Content-Type': 'application/json' },
  // For the whole of the answer, its body included.
  signal: AbortSignal.timeout(3000),
  // The mistake.
  checkServerIdentity: (host, { subjectaltname = '' }) =>
    subjectaltname.includes(host.split('.').slice(-2).join('.')) ? undefined : new Error('wrong name'),
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
