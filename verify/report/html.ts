import type { Diagnosis } from '../diagnosis/mistakes.ts';
import type { BaselineAdvice, ScenarioReport, VerifyReport } from '../verdict.ts';
import { describeSummary, failuresFirst, isAsExpected, isProblem } from './assemble.ts';
import { html, type Markup } from './html/markup.ts';
import { badge, scenarioDetails } from './html/scenario.ts';
import { STYLE } from './html/style.ts';

/** Nothing may be loaded or run, whatever a client printed into the report. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The report as one HTML file that needs no network and no script, with the failures open on top. */
export function htmlReport(report: VerifyReport): string {
  const results = failuresFirst(report.results);
  const isKnown = ({ scenario }: ScenarioReport): boolean => report.known.includes(scenario);
  const failures = results.filter((result) => isProblem(result) && !isKnown(result));
  const known = results.filter((result) => isProblem(result) && isKnown(result));
  const others = results.filter((result) => !isProblem(result));
  const answer = isAsExpected(report) ? 'Yes, as far as it was tried.' : 'Not proven.';
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${describeSummary(report.summary)}: ${report.client.join(' ')}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<a class="skip" href="#all">To the table of all scenarios</a>
<header>
<h1>Does this client fail closed? ${report.summary.failed > known.length ? 'No.' : answer}</h1>
<p><code>${report.client.join(' ')}</code></p>
<p class="quiet">Via ${report.via}: ${report.viaReason}. ${report.tool.name} ${report.tool.version},
<time datetime="${report.startedAt}">${report.startedAt}</time>, ${(report.durationMs / 1000).toFixed(1)} s.</p>
${counts(report)}
</header>
<main>
${report.baseline === null ? null : baselineAdvice(report.baseline)}
${diagnosisSection(report.diagnosis)}
${section('Failures', failures, true)}
${section('Known failures, accepted by the baseline', known, false)}
<h2 id="all">All scenarios</h2>
${overview(results)}
${section('Details of the others', others, false)}
</main>
</body>
</html>
`;
  return page.markup;
}

function counts({ summary }: VerifyReport): Markup {
  const items = [
    ['fail', summary.failed, 'failed'],
    ['inconclusive', summary.inconclusive, 'inconclusive'],
    ['advisory', summary.advisory, 'advisory'],
    ['pass', summary.passed, 'passed'],
    ['skipped', summary.skipped, 'skipped'],
  ] as const;
  return html`<ul class="counts">${items
    .filter(([, count]) => count > 0)
    .map(([verdict, count, word]) => html`<li class="${verdict}">${count} ${word}</li>`)}</ul>`;
}

function baselineAdvice({ seen, remedies }: BaselineAdvice): Markup {
  return html`<section class="advice" aria-label="The client cannot score at all">
<p><strong>The client cannot score where nothing is wrong, so its other results say little.</strong></p>
<p>${seen}</p>
<ul>${remedies.map((remedy) => html`<li>${remedy}</li>`)}</ul>
</section>`;
}

function diagnosisSection(diagnosis: readonly Diagnosis[]): Markup | null {
  if (diagnosis.length === 0) return null;
  const items = diagnosis.map(
    ({ mistake, certain, title, scenarios, change }) => html`<li>
<p><strong>${title}</strong>${certain ? null : ' (likely)'}. <code>${mistake}</code></p>
<p>${change}</p>
<p class="quiet">Proved by ${scenarios.map(
      (name, index) => html`${index === 0 ? null : ', '}<a href="#${name}"><code>${name}</code></a>`,
    )}.</p>
</li>`,
  );
  return html`<section>
<h2 id="change">What to change</h2>
<ol>${items}</ol>
</section>`;
}

function section(heading: string, results: readonly ScenarioReport[], open: boolean): Markup | null {
  if (results.length === 0) return null;
  return html`<section>
<h2>${heading}</h2>${results.map((result) => scenarioDetails(result, open))}
</section>`;
}

function overview(results: readonly ScenarioReport[]): Markup {
  const rows = results.map(
    ({ verdict, scenario, expectation, finding, reason, left }) => html`<tr>
<td>${badge(verdict)}</td>
<th scope="row"><a href="#${scenario}"><code>${scenario}</code></a></th>
<td>${expectation}</td>
<td>${finding === null || finding === 'skipped' ? null : html`<strong>${finding}</strong>: `}${reason}</td>
<td>${left}</td>
</tr>
`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="All scenarios"><table>
<caption>What each scenario expects and what the client did, failures first.</caption>
<thead><tr><th scope="col">verdict</th><th scope="col">scenario</th><th scope="col">expected</th>
<th scope="col">the client</th><th scope="col">left it</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}
