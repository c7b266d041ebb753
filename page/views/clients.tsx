import { trialsOf } from '../model/ground-truth.ts';

/** What clients of other projects did in a scenario, measured. */
export function Clients({ scenario }: { scenario: string }) {
  const trials = trialsOf(scenario);
  if (trials.length === 0) return null;
  const groups = (['refused', 'accepted', 'unclear'] as const).map(
    (did) => [did, trials.filter((trial) => trial.did === did)] as const,
  );
  return (
    <section class="clients">
      <h3>What other clients do here</h3>
      <dl class="fields">
        {groups.map(([did, found]) =>
          found.length === 0 ? null : (
            <div key={did}>
              <dt>{did}</dt>
              <dd>{found.map(({ client }) => client).join(', ')}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
