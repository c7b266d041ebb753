import https from 'node:https';

/**
 * The client under test: in your project it is your own, given where to score, with which key, what to trust, and
 * how to look names up.
 */
export function score({ scoringUri, key, ca, lookup }) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const request = https.request(scoringUri, { method: 'POST', headers, ca, lookup, agent: false });
    request.once('error', reject);
    request.once('response', async (response) => {
      const answer = await Array.fromAsync(response).then((chunks) => Buffer.concat(chunks).toString());
      if (response.statusCode === 200) resolve(JSON.parse(answer));
      else reject(new Error(`answered with ${response.statusCode}: ${answer}`));
    });
    request.end(JSON.stringify({ data: [[1, 2, 3]] }));
  });
}
