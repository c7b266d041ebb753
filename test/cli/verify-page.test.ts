import t from 'tap';
import { request } from 'undici';
import { openVerifyPage } from '../../cli/verify-page.ts';
import { report, result } from '../verify/sample-report.ts';

t.test('a run is shown while it goes on, and whole when it is over', async (t) => {
  const page = await openVerifyPage({ client: ['client'], via: 'direct', viaReason: 'of a test' });
  t.teardown(() => page.close());
  const { origin, hash } = new URL(page.url);
  t.equal(hash, '#/verdicts');
  const read = async () => {
    const { statusCode, body } = await request(`${origin}/page/report`);
    t.equal(statusCode, 200);
    return (await body.json()) as { results: { scenario: string }[]; summary: Record<string, number> };
  };
  t.match(await read(), { client: ['client'], results: [], summary: { passed: 0, failed: 0 } });
  page.add(result({ scenario: 'expired', verdict: 'fail' }));
  page.add(result({ scenario: 'valid', verdict: 'pass' }));
  t.match(await read(), { results: [{ scenario: 'expired' }, {}], summary: { passed: 1, failed: 1 } });

  const whole = report();
  const over = page.finish(whole);
  t.equal((await read()).results.length, whole.results.length);
  process.emit('SIGINT');
  await over;
});

t.test('the page of a run has no key to show and nothing to change', async (t) => {
  const page = await openVerifyPage({ client: ['client'], via: 'direct', viaReason: 'of a test' });
  t.teardown(() => page.close());
  const { origin } = new URL(page.url);
  for (const route of ['/page/key', '/page/secret', '/page/captures', '/extension'])
    t.equal((await request(`${origin}${route}`, { method: 'POST' })).statusCode, 404, route);
});
