import { spawnSync } from 'node:child_process';
import { chmod, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { emptyFolder } from '../package/packed.ts';
import { MAIN } from '../support/cli.ts';
import { missing, type Ran, run } from '../support/tools.ts';

t.setTimeout(600_000);

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples/test-suites');
/** ms; the first run fetches the packages of the language. */
const PATIENCE = 400_000;
const UNREACHABLE = /Could not transfer artifact|Unknown host|dial tcp|i\/o timeout/;

interface Suite {
  folder: string;
  /** Programs that have to be there. */
  programs: string[];
  command: string[];
  /** What it prints when its five tests passed. */
  passed: RegExp;
  /** A change after which the client verifies nothing any more. */
  careless: { file: string; from: string; to: string };
}

const SUITES: Suite[] = [
  {
    folder: 'go',
    programs: ['go'],
    command: ['go', 'test', '-count=1', './...'],
    passed: /^ok\s+example\.com\/client/m,
    careless: {
      file: 'azuremlfe_test.go',
      from: '{RootCAs: roots}',
      to: '{RootCAs: roots, InsecureSkipVerify: true}',
    },
  },
  {
    folder: 'rspec',
    programs: ['rspec'],
    command: ['rspec', 'client_spec.rb'],
    passed: /^5 examples, 0 failures/m,
    careless: {
      file: 'azureml_fe.rb',
      from: 'http.use_ssl = true',
      to: 'http.use_ssl = true; http.verify_mode = OpenSSL::SSL::VERIFY_NONE',
    },
  },
  {
    folder: 'junit5',
    programs: ['mvn', 'javac'],
    command: ['mvn', '--batch-mode', '--no-transfer-progress', 'test'],
    passed: /Tests run: 5, Failures: 0, Errors: 0, Skipped: 0/,
    careless: {
      file: 'src/test/java/com/contoso/AzuremlFe.java',
      from: 'context.init(null, trust.getTrustManagers(), null);',
      to: `context.init(null, new javax.net.ssl.TrustManager[] { new javax.net.ssl.X509ExtendedTrustManager() {
            public void checkClientTrusted(java.security.cert.X509Certificate[] c, String a) {}
            public void checkServerTrusted(java.security.cert.X509Certificate[] c, String a) {}
            public void checkClientTrusted(java.security.cert.X509Certificate[] c, String a, java.net.Socket s) {}
            public void checkServerTrusted(java.security.cert.X509Certificate[] c, String a, java.net.Socket s) {}
            public void checkClientTrusted(java.security.cert.X509Certificate[] c, String a, javax.net.ssl.SSLEngine e) {}
            public void checkServerTrusted(java.security.cert.X509Certificate[] c, String a, javax.net.ssl.SSLEngine e) {}
            public java.security.cert.X509Certificate[] getAcceptedIssuers() { return null; }
        } }, null);`,
    },
  },
  {
    folder: 'xunit',
    programs: ['dotnet'],
    command: ['dotnet', 'test'],
    passed: /Passed:\s+5/,
    careless: {
      file: 'AzuremlFe.cs',
      from: 'SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },',
      to: 'SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },',
    },
  },
];

/** .NET comes from no registry that CI reaches; its suite is run where a machine has it. */
const skipOf = ({ folder, programs }: Suite): string | false => {
  if (folder !== 'xunit') return missing(...programs);
  return spawnSync('which', programs).status === 0 ? false : 'dotnet is not installed';
};

for (const suite of SUITES) {
  const { folder, command, passed, careless } = suite;
  t.test(
    `the test suite in ${folder} passes, and finds a careless client`,
    { skip: skipOf(suite) },
    async (t) => {
      await using copy = await emptyFolder();
      await cp(path.join(EXAMPLES, folder), copy.path, { recursive: true });
      const program = path.join(copy.path, 'azureml-fe-mock');
      await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
      await chmod(program, 0o755);
      const test = (): Promise<Ran> =>
        run(
          'env',
          ['-u', 'NODE_OPTIONS', '-C', copy.path, `AZUREML_FE_MOCK=${program}`, ...command],
          '',
          PATIENCE,
        );

      const right = await test();
      const mayBeOffline = process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS !== '1';
      if (mayBeOffline && UNREACHABLE.test(right.stdout + right.stderr))
        return t.skip('no package registry can be reached', () => undefined);
      t.equal(right.code, 0, 'exit status', { stdout: right.stdout, stderr: right.stderr });
      t.match(right.stdout, passed);

      const file = path.join(copy.path, careless.file);
      const source = await readFile(file, 'utf8');
      t.ok(source.includes(careless.from), `${careless.file} has what is changed`);
      await writeFile(file, source.replace(careless.from, careless.to));
      const wrong = await test();
      t.not(wrong.code, 0, 'the careless client is found');
      t.match(wrong.stdout, /key valid/, 'and the timeline shows where its key went');
    },
  );
}

t.test('every suite is run, and none of its files is longer than 120 lines', async (t) => {
  t.strictSame((await readdir(EXAMPLES)).sort(), SUITES.map(({ folder }) => folder).sort());
  for (const entry of await readdir(EXAMPLES, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const lines = (await readFile(path.join(entry.parentPath, entry.name), 'utf8')).split('\n').length - 1;
    t.ok(lines <= 120, `${entry.name}: ${lines}`);
  }
});
