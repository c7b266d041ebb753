// Scores once with nothing but what Node brings along: the name comes from the resolver, the trust from
// NODE_EXTRA_CA_CERTS. Exit status 0 when the answer is a success, 1 otherwise.
const { SCORING_URI, SCORING_KEY } = process.env;

try {
  const answer = await fetch(SCORING_URI, {
    method: 'POST',
    headers: { Authorization: `Bearer ${SCORING_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ data: [[1, 2, 3]] }),
  });
  console.log(`POST ${SCORING_URI}`);
  console.log(`${answer.status} ${answer.statusText}`);
  console.log(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`POST ${SCORING_URI} failed: ${error.cause?.code ?? error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
