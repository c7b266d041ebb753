import type { Facts } from '../api-types.ts';
import { readChain, servedIn } from '../certificates.ts';
import type { Visit } from '../model/visit-book.ts';
import { attempt } from '../ui/announce.tsx';

/** Saves a visit as one HTML file that needs no harness and no network: this page with the visit in it. */
export async function freeze(visit: Visit, facts: Facts | null): Promise<void> {
  await attempt(async () => {
    const text = async (path: string): Promise<string> => (await fetch(path)).text();
    const ders = servedIn(visit);
    const chains = ders.length === 0 ? [] : [{ ders, chain: await readChain(ders, visit.name) }];
    const html = frozenPage({
      script: await text('/page/page.js'),
      style: await text('/page/page.css'),
      data: { facts, health: null, events: visit.events, chains },
    });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
    link.download = `visit-${visit.id}.html`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

/** The file. What stands in a script must not end it, whatever a client sent. */
export function frozenPage({
  script,
  style,
  data,
}: {
  script: string;
  style: string;
  data: unknown;
}): string {
  const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>A visit, azureml-fe-mock</title>
<style>${style.replaceAll('</', '<\\/')}</style>
</head>
<body>
<div id="page"></div>
<script type="application/json" id="frozen">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script type="module">${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`;
}
