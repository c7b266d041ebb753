import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { cli, startCli } from '../support/cli.ts';

t.test(
  'scenarios use, current and reset switch a running harness, and each says what is in force',
  async (t) => {
    const dir = t.testdir();
    await using started = await startCli(dir, '--scenario', 'expired');
    const at = ['--control-url', started.ready.controlUrl];
    t.match(
      started.stdout(),
      /^Scenario: expired – The certificate expired an hour ago; a right client refuses\.\n.*"Update the TLS\/SSL certificate"/m,
      'the banner names it with its lesson',
    );
    t.match(started.stdout(), /curl --noproxy '\*' -w '\\n' --cacert/);
    const used = await cli('scenarios', 'use', 'fqdn-mismatch', ...at);
    t.equal(used.code, 0, used.stderr);
    t.match(used.stdout, /^Scenario: fqdn-mismatch – .*; a right client refuses\.\nThe article/);
    t.strictSame(JSON.parse((await cli('scenarios', 'current', '--json', ...at)).stdout), {
      scenario: 'fqdn-mismatch',
    });
    t.match((await cli('scenarios', 'reset', ...at)).stdout, /^Scenario: none/);
    const unknown = await cli('scenarios', 'use', 'expird', ...at);
    t.equal(unknown.code, 2);
    t.match(unknown.stderr, /did you mean "expired"/);
    await started.stop();
    const logged = started
      .stderr()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg.startsWith('Scenario: '));
    t.match(logged, [
      {
        level: 30,
        scenario: 'fqdn-mismatch',
        msg: /^Scenario: fqdn-mismatch – .* a right client refuses\. The article/,
      },
      { level: 30, scenario: null, msg: /^Scenario: none/ },
    ]);
    t.equal(logged.length, 2);
  },
);

t.test("the trust that is printed is that of a certificate of one's own, from an own CA", async (t) => {
  const dir = t.testdir();
  const folder = path.join(dir, 'contoso-tls');
  const issued = await cli('certs', 'issue', '--out', folder, '--state', path.join(dir, 'own-ca'));
  t.equal(issued.code, 0, issued.stderr);
  await using started = await startCli(dir, '--secrets-dir', dir, '--config', 'sslSecret=contoso-tls');
  const trusted = await readFile(started.ready.caFile ?? '', 'utf8');
  t.equal(trusted, await readFile(path.join(folder, 'ca.pem'), 'utf8'));
  t.equal(await (await fetch(`${started.ready.controlUrl}/ca.pem`)).text(), trusted);
  t.notMatch(started.stdout(), /is not known here/);
});

t.test('without a harness the error says how to start one', async (t) => {
  const ran = await cli('scenarios', 'current', '--control-url', 'http://127.0.0.1:9');
  t.equal(ran.code, 3);
  t.match(ran.stderr, /CLI_NO_HARNESS/);
});
