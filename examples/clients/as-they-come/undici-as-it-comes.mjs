// undici with nothing set, to see what it does by itself. Not an example to follow: node/undici-client.mjs is.
import { request } from 'undici';

const { statusCode, body } = await request(process.env.SCORING_URI, {
  method: 'POST',
  headers: { authorization: `Bearer ${process.env.SCORING_KEY}`, 'content-type': 'application/json' },
  body: JSON.stringify({ data: [[1, 2, 3]] }),
});
if (statusCode !== 200) throw new Error(`answered with ${statusCode}`);
console.log((await body.json()).result);
