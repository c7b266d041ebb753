// fetch with nothing set, to see what it does by itself. Not an example to follow: node/fetch-client.mjs is.
const response = await fetch(process.env.SCORING_URI, {
  method: 'POST',
  headers: { Authorization: `Bearer ${process.env.SCORING_KEY}`, 'Content-Type': 'application/json' },
  body: JSON.stringify({ data: [[1, 2, 3]] }),
});
if (!response.ok) throw new Error(`answered with ${response.status}`);
console.log((await response.json()).result);
