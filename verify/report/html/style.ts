/** The style sheet of the HTML report: light and dark by the reader's own setting, legible on a phone and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#fbfbfa, #16181b);
  --sheet: light-dark(#ffffff, #1e2125);
  --text: light-dark(#1d2126, #e6e8ea);
  --quiet: light-dark(#535b64, #a6aeb7);
  --rule: light-dark(#d9dde1, #3a4048);
  --link: light-dark(#0b57b0, #8ec1ff);
  --fail: light-dark(#a8141c, #ff9c96);
  --fail-ground: light-dark(#fdecec, #3b1c1d);
  --inconclusive: light-dark(#7a4a00, #f3c274);
  --inconclusive-ground: light-dark(#fdf3e1, #38290f);
  --advisory: light-dark(#0b57b0, #8ec1ff);
  --advisory-ground: light-dark(#e9f2fd, #14283f);
  --pass: light-dark(#14652f, #84d69c);
  --pass-ground: light-dark(#e8f6ec, #14301d);
  --skipped: var(--quiet);
  --skipped-ground: light-dark(#f0f1f3, #2a2e33);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 72rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.25rem; }
h3 { margin: 0; font-size: 1.05rem; display: inline; }
p { margin: .5rem 0; max-width: 46rem; }
code, pre, .time { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .875rem; }
code { overflow-wrap: anywhere; }
pre {
  margin: .5rem 0; padding: .75rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere;
  background: var(--ground); border: 1px solid var(--rule); border-radius: .375rem;
}
.quiet { color: var(--quiet); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; list-style: none; }
.counts li { padding: .35rem .75rem; border-radius: .375rem; font-weight: 600; }
.badge {
  display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-size: .8125rem; font-weight: 600;
  white-space: nowrap;
}
.fail { color: var(--fail); background: var(--fail-ground); }
.inconclusive { color: var(--inconclusive); background: var(--inconclusive-ground); }
.advisory { color: var(--advisory); background: var(--advisory-ground); }
.pass { color: var(--pass); background: var(--pass-ground); }
.skipped { color: var(--skipped); background: var(--skipped-ground); }
.advice { margin: 1rem 0; padding: .75rem 1rem; border-left: 4px solid var(--inconclusive); background: var(--sheet); }
details.scenario {
  margin: .75rem 0; background: var(--sheet); border: 1px solid var(--rule); border-left-width: 4px;
  border-radius: .375rem;
}
details.is-fail { border-left-color: var(--fail); }
details.is-inconclusive { border-left-color: var(--inconclusive); }
details.is-advisory { border-left-color: var(--advisory); }
details.is-pass { border-left-color: var(--pass); }
details.scenario > summary { padding: .6rem .9rem; cursor: pointer; }
.body { padding: 0 .9rem .9rem; }
.body h4 { margin: 1rem 0 .25rem; font-size: .9375rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; color: var(--quiet); padding-bottom: .5rem; }
th, td { padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
td { overflow-wrap: anywhere; }
.time { width: 4.5rem; text-align: right; white-space: nowrap; color: var(--quiet); }
.timeline > summary { margin: 1rem 0 .25rem; font-weight: 600; font-size: .9375rem; cursor: pointer; }
.timeline td:nth-child(2) { width: 5rem; white-space: nowrap; overflow-wrap: normal; }
.said-by-dns td:last-child, .said-by-router td:last-child { padding-left: 1.5rem; }
.said-by-process td { color: var(--quiet); }
@media print {
  body { max-width: none; background: none; }
  details.scenario { break-inside: avoid; }
}
`;
