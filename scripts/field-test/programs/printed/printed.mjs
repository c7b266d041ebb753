// Scores once, and prints an error, its causes and their codes, each in the line that Node prints for it: printed.mjs
// LIBRARY. Left alone Node prints the certificates, too, which is megabytes with some libraries.
//
// LIBRARY is fetch, https, undici or axios. Address and key come from SCORING_URI and SCORING_KEY, what is trusted by
// NODE_EXTRA_CA_CERTS.
import https from 'node:https';

const { SCORING_URI, SCORING_KEY } = process.env;
const TIME_OUT = 3000;
const headers = { authorization: `Bearer ${SCORING_KEY}`, 'content-type': 'application/json' };
const body = JSON.stringify({ data: [[1, 2, 3]] });

const LIBRARIES = {
  async fetch() {
    const signal = AbortSignal.timeout(TIME_OUT);
    const response = await fetch(SCORING_URI, { method: 'POST', headers, body, signal });
    if (!response.ok) throw new Error(`answered with ${response.status}`);
    return response.text();
  },
  https: () =>
    new Promise((resolve, reject) => {
      const options = { method: 'POST', headers, timeout: TIME_OUT };
      const request = https.request(SCORING_URI, options, (response) => {
        if (response.statusCode !== 200) reject(new Error(`answered with ${response.statusCode}`));
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => resolve(Buffer.concat(parts).toString()));
        response.on('error', reject);
      });
      request.on('timeout', () => request.destroy());
      request.on('error', reject);
      request.end(body);
    }),
  async undici() {
    const { request } = await import('undici');
    const signal = AbortSignal.timeout(TIME_OUT);
    const answer = await request(SCORING_URI, { method: 'POST', headers, body, signal });
    if (answer.statusCode !== 200) throw new Error(`answered with ${answer.statusCode}`);
    return answer.body.text();
  },
  async axios() {
    const { default: axios } = await import('axios');
    const signal = AbortSignal.timeout(TIME_OUT);
    return (await axios.post(SCORING_URI, body, { headers, maxRedirects: 0, signal })).data;
  },
};

try {
  console.log(await LIBRARIES[process.argv[2]]());
  process.exit(0);
} catch (error) {
  for (let at = error; at instanceof Error; at = at.cause) {
    console.error(String(at.stack).split('\n', 1)[0]);
    if (typeof at.code === 'string') console.error(`code: '${at.code}'`);
  }
  process.exit(1);
}
