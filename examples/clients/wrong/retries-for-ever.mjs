// WRONG: tries again until it works, whatever the reason.
// A certificate that is to be refused is not a passing trouble, and neither is a wrong key. Found as `hung` wherever a
// right client gives up: by every scenario that is to be refused. Right: node/fetch-client.mjs.
import { setTimeout as wait } from 'node:timers/promises';

const { SCORING_URI, SCORING_KEY } = process.env;

// The mistake.
for (;;) {
  try {
    const response = await fetch(SCORING_URI, {
      method: 'POST',
      headers: { Authorization: `Bearer ${SCORING_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ data: [[1, 2, 3]] }),
      redirect: 'error',
      signal: AbortSignal.timeout(3000),
    });
    const answer = await response.json();
    if (response.status !== 200 || answer.result === undefined) throw new Error(`${response.status}`);
    console.log(answer.result);
    break;
  } catch {
    await wait(100);
  }
}
