import t from 'tap';
import { SETTINGS } from '../../extension/settings-table.ts';
import { STATUS_TABLE } from '../../gateway/routing/status-table.ts';
import { EFFECTS, settingsPage } from '../../scripts/generate/settings-page.ts';
import { statusPage } from '../../scripts/generate/status-page.ts';

t.test('the page of the settings has each of them, with what the mock does', async (t) => {
  const page = settingsPage();
  for (const { key } of SETTINGS)
    t.match(page, new RegExp(`^\\| \`${key}\` \\| .+ \\| [^|]{10,} \\|$`, 'm'), key);
});

t.test('a setting whose effect is not described, and an effect of no setting, are refused', async (t) => {
  const { sslCname: _, ...others } = EFFECTS;
  t.throws(() => settingsPage(SETTINGS, others), { message: /"sslCname" is not described/ });
  t.throws(() => settingsPage(SETTINGS, { ...EFFECTS, sslcname: 'x' }), { message: /no setting "sslcname"/ });
});

t.test('the page of the status codes has each condition under each profile', async (t) => {
  const page = statusPage();
  for (const condition of Object.keys(STATUS_TABLE)) t.ok(page.includes(`\n## ${condition}\n`), condition);
  t.match(page, /^\| `kubernetes` \| 504 .* \| documented \| .+ \|$/m);
  t.match(page, /^\| `managed` \| 408 /m);
});

t.test('profiles that answer alike share a line, and others do not', async (t) => {
  const answer = {
    status: 418,
    body: { code: 'Teapot', message: 'Short | stout.' },
    basis: 'assumed',
    source: 'RFC 2324',
  } as const;
  const page = statusPage({
    teapot: {
      when: 'Tea.',
      answers: { kubernetes: answer, v1: answer, managed: { ...answer, status: 200 } },
    },
  });
  t.match(page, /^\| `kubernetes`, `v1` \| 418 \| `Teapot`: Short \\\| stout\. \|/m);
  t.match(page, /^\| `managed` \| 200 \|/m);
});
