import t from 'tap';
import { DEFAULT_PROBE } from '../../../gateway/routing/endpoints.ts';
import { INITIAL_PROBE_STATE, nextProbeState } from '../../../gateway/routing/probe-state.ts';

/** Plays results, `+` and `-`, and says after each whether the probe passes (`P`) or not (`f`). */
function play(results: string, thresholds: { successThreshold: number; failureThreshold: number }): string {
  let state = INITIAL_PROBE_STATE;
  return [...results]
    .map((result) => {
      state = nextProbeState(state, { ...DEFAULT_PROBE, ...thresholds }, result === '+');
      return state.passing ? 'P' : 'f';
    })
    .join('');
}

const CASES: [string, number, number, string, string][] = [
  ['passes before its first result and while all is well', 1, 3, '++++', 'PPPP'],
  ['fails after failure_threshold failures in a row', 1, 3, '---+', 'PPfP'],
  ['a success in between starts the count anew', 1, 3, '--+--+---', 'PPPPPPPPf'],
  ['one failure is enough with a threshold of 1', 1, 1, '-+-', 'fPf'],
  ['passes again after success_threshold successes in a row', 2, 1, '-+++', 'ffPP'],
  ['a failure in between starts that count anew', 2, 1, '-+-++', 'ffffP'],
];

for (const [what, successThreshold, failureThreshold, results, expected] of CASES) {
  t.test(what, async (t) => {
    t.equal(play(results, { successThreshold, failureThreshold }), expected);
  });
}

t.test('with the defaults of the schema the thirtieth failure counts', async (t) => {
  t.equal(play('-'.repeat(30), DEFAULT_PROBE), `${'P'.repeat(29)}f`);
});
