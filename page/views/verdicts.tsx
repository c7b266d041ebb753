import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../api.ts';
import { type Report, type Result, readReport, stepsOf } from '../model/report.ts';
import { go, href, route } from '../route.ts';
import { facts } from '../stream.ts';
import { attempt } from '../ui/announce.tsx';
import { Command } from '../ui/copy.tsx';
import { useKeys } from '../ui/hooks.ts';
import { Ladder } from './ladder.tsx';

const report = signal<Report | null>(null);

const WORDS: Readonly<Record<Result['verdict'], { mark: string; tone: string }>> = {
  pass: { mark: '✓', tone: 'good' },
  fail: { mark: '✕', tone: 'bad' },
  advisory: { mark: '!', tone: 'warn' },
  inconclusive: { mark: '?', tone: 'open' },
  skipped: { mark: '·', tone: 'plain' },
};

const take = (file: File): Promise<boolean> =>
  attempt(async () => {
    report.value = readReport(await file.text());
  });

/** How often a run that goes on is asked for its results, ms. */
const AGAIN_MS = 1000;

/** A report of `verify`: the run that this page belongs to, or a file that was dropped here. */
export function Verdicts() {
  const live = facts.value?.parts.report === true;
  useEffect(() => {
    if (!live) return;
    const read = (): void => {
      call<Report>('GET', '/page/report').then(
        (next) => {
          report.value = next;
        },
        () => undefined,
      );
    };
    read();
    const timer = setInterval(read, AGAIN_MS);
    return () => clearInterval(timer);
  }, [live]);
  const known = report.value;
  return (
    <section
      class="sheet wide"
      aria-label="Verdicts"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const [file] = event.dataTransfer?.files ?? [];
        if (file !== undefined) void take(file);
      }}
    >
      <h1>Verdicts</h1>
      {known === null ? <Empty /> : <ReportView report={known} />}
    </section>
  );
}

function Empty() {
  const cli = facts.value?.cli ?? 'azureml-fe-mock';
  return (
    <>
      <p class="lead">
        Run your client through the catalogue, then drop the report anywhere on this page. It is read here and
        sent nowhere.
      </p>
      <Command text={`${cli} verify --report json=report.json -- python3 score.py`} label="the run" />
      <p class="actions">
        <label class="button">
          Choose a report
          <input
            type="file"
            accept="application/json,.json"
            class="for-readers"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) void take(file);
            }}
          />
        </label>
      </p>
    </>
  );
}

function ReportView({ report: known }: { report: Report }) {
  const { client, via, summary, diagnosis = [], results } = known;
  const [, name] = route.value;
  const chosen = results.find(({ scenario }) => scenario === name);
  useKeys(
    name === undefined ? [] : [{ key: 'Escape', does: 'all verdicts', act: () => go(href('verdicts')) }],
  );
  if (chosen !== undefined) return <One result={chosen} />;
  const order = ['fail', 'inconclusive', 'advisory', 'pass', 'skipped'];
  const sorted = results.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return (
    <>
      <p>
        <code>{client.join(' ')}</code> <span class="quiet">via {via}</span>
      </p>
      <ul class="counts">
        {Object.entries(summary)
          .filter(([, count]) => count > 0)
          .map(([word, count]) => (
            <li key={word} class={word}>
              <strong>{count}</strong> {word}
            </li>
          ))}
      </ul>
      {diagnosis.map(({ mistake, title, certain, change, runtime, scenarios }) => (
        <section class="card diagnosis" key={mistake}>
          <h2>{title}</h2>
          <p class="quiet">
            {certain ? 'Certain' : 'Likely'}
            {runtime === null ? '' : `, looks like ${runtime}`}
          </p>
          <p class="change">{change}</p>
          <p class="quiet">
            Proved by{' '}
            {scenarios.map((scenario, index) => (
              <span key={scenario}>
                {index > 0 ? ', ' : ''}
                <a href={href('verdicts', scenario)}>{scenario}</a>
              </span>
            ))}
          </p>
        </section>
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, and a keyboard must reach it */}
      <section class="scroll" tabIndex={0} aria-label="All scenarios">
        <table>
          <thead>
            <tr>
              <th scope="col">verdict</th>
              <th scope="col">scenario</th>
              <th scope="col">expected</th>
              <th scope="col">the client</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ scenario, verdict, expectation, reason }) => (
              <tr key={scenario}>
                <td>
                  <Badge verdict={verdict} />
                </td>
                <th scope="row">
                  <a href={href('verdicts', scenario)}>{scenario}</a>
                </th>
                <td>{expectation}</td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="actions">
        <button
          type="button"
          onClick={() => {
            report.value = null;
          }}
        >
          Close this report
        </button>
      </p>
    </>
  );
}

function Badge({ verdict }: { verdict: Result['verdict'] }) {
  const { mark, tone } = WORDS[verdict];
  return (
    <span class={`outcome ${tone}`}>
      <span class="mark" aria-hidden="true">
        {mark}
      </span>
      {verdict}
    </span>
  );
}

function One({ result }: { result: Result }) {
  return (
    <>
      <p class="crumbs">
        <a href={href('verdicts')}>All verdicts</a>
      </p>
      <h2>{result.scenario}</h2>
      <p class="lead">{result.title}</p>
      <p>
        <Badge verdict={result.verdict} /> The client {result.reason}.
      </p>
      <p class="quiet">{result.lesson}</p>
      <div class="talk card">
        <Ladder steps={stepsOf(result.timeline)} address={null} opened={0} />
      </div>
    </>
  );
}
