import type { TimelineEntry } from '../../timeline.ts';
import type { ScenarioReport } from '../../verdict.ts';
import { html, type Markup } from './markup.ts';

/** A verdict as a word with a colour; the word alone says it all. */
export function badge(verdict: ScenarioReport['verdict'], text: string = verdict): Markup {
  return html`<span class="badge ${verdict}">${text}</span>`;
}

/** One scenario with all its details, folded up unless `open`. */
export function scenarioDetails(result: ScenarioReport, open: boolean): Markup {
  const { scenario, verdict, finding, title, importance, expectation, reason, lesson, left } = result;
  const what = finding === null || finding === 'skipped' ? verdict : finding;
  return html`
<details class="scenario is-${verdict}" id="${scenario}"${open ? html` open` : null}>
<summary>${badge(verdict, what)} <h3>${title}</h3> <code>${scenario}</code></summary>
<div class="body">
<p><strong>${verdict === 'skipped' ? 'Not run:' : 'The client'} ${reason}.</strong></p>
<p class="quiet">Expected: ${expectation}. Importance: ${importance}. Left the client: ${left}.
${describeExit(result)}</p>
<p>${lesson}</p>
${listOf('What was seen', result.evidence)}
${preformatted('What it printed on stderr', result.stderrTail)}
${timelineTable(result.timeline)}
</div>
</details>`;
}

function describeExit({ verdict, exitCode, durationMs }: ScenarioReport): Markup | null {
  if (verdict === 'skipped') return null;
  const status = exitCode === null ? 'none' : String(exitCode);
  return html`Exit status: ${status}, after ${durationMs} ms.`;
}

function listOf(heading: string, lines: readonly string[]): Markup | null {
  if (lines.length === 0) return null;
  return html`<h4>${heading}</h4><ul>${lines.map((line) => html`<li><code>${line}</code></li>`)}</ul>`;
}

function preformatted(heading: string, text: string): Markup | null {
  if (text.trim() === '') return null;
  return html`<h4>${heading}</h4><pre tabindex="0">${text.trimEnd()}</pre>`;
}

function timelineTable(entries: readonly TimelineEntry[]): Markup | null {
  if (entries.length === 0) return null;
  const rows = entries.map(
    ({ ms, who, text }) =>
      html`<tr class="said-by-${who}"><td class="time">${ms.toFixed(1)}</td><td>${who}</td><td>${text}</td></tr>\n`,
  );
  return html`<details class="timeline"><summary>Timeline</summary>
<table><thead><tr><th scope="col" class="time">ms</th><th scope="col">who</th><th scope="col">what</th></tr></thead>
<tbody>
${rows}</tbody></table></details>`;
}
