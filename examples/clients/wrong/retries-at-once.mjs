// WRONG: answers every failure with nine more requests, without a pause.
// A router that sheds load is hit ten times as hard by it. Found as `too-many-retries` by the scenarios of the group
// scoring that answer with an error: no-replica, run-raises, wrong-key and their like. Right: node/fetch-client.mjs.
const { SCORING_URI, SCORING_KEY } = process.env;
const signal = AbortSignal.timeout(3000);

async function score() {
  const response = await fetch(SCORING_URI, {
    method: 'POST',
    headers: { Authorization: `Bearer ${SCORING_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ data: [[1, 2, 3]] }),
    redirect: 'error',
    signal,
  });
  if (response.status !== 200) throw new Error(`answered with ${response.status}`);
  const answer = await response.json();
  if (answer?.result === undefined) throw new Error('no result in the answer');
  return answer.result;
}

let failure;
// The mistake.
for (let attempt = 0; attempt < 10; attempt += 1) {
  try {
    console.log(await score());
    process.exit(0);
  } catch (error) {
    failure = error;
  }
}
console.error(`did not score: ${failure.message}`);
process.exit(1);
