import path from 'node:path';
import t from 'tap';
import type { VerifyReport } from '../../verify/verdict.ts';
import { run } from '../support/tools.ts';
import { BUILD_TIMEOUT_MS, imageUnderTest, reasonToSkip } from './engine.ts';

t.setTimeout(BUILD_TIMEOUT_MS);

const MAIN = path.resolve(import.meta.dirname, '../../cli/main.ts');
/** Any image with a client in it would do; this one is there wherever the image under test was built. */
const CLIENT_IMAGE = 'node:24-bookworm-slim';

/** A right client in one line, and the same with its verification switched off. */
const CLIENT = `
  fetch(process.env.SCORING_URI, {
    method: 'POST',
    headers: { authorization: 'Bearer ' + process.env.SCORING_KEY, 'content-type': 'application/json' },
    body: '{"data":[[1,2,3]]}',
    signal: AbortSignal.timeout(3000),
  }).then((answer) => process.exit(answer.status === 200 ? 0 : 1), () => process.exit(1));
`;
const WRONG_CLIENT = `process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; ${CLIENT}`;

const CERTIFICATES = ['expired', 'fqdn-mismatch', 'self-signed', 'untrusted-root'];

t.test('verify judges a client that lives in an image', { skip: await reasonToSkip() }, async (t) => {
  const image = await imageUnderTest();
  const verify = async (
    client: string,
    scenarios: string[],
  ): Promise<{ code: number | null; report: VerifyReport }> => {
    const ran = await run(
      'env',
      [
        ...[
          `AZUREML_FE_MOCK_IMAGE=${image}`,
          process.execPath,
          MAIN,
          'verify',
          '--json',
          '--state',
          t.testdirName,
        ],
        ...[
          '--via',
          'docker',
          '--image',
          CLIENT_IMAGE,
          '--scenario',
          ...scenarios,
          '--',
          'node',
          '--eval',
          client,
        ],
      ],
      '',
      300_000,
    );
    if (ran.stdout === '') throw new Error(ran.stderr);
    return { code: ran.code, report: JSON.parse(ran.stdout) };
  };
  t.testdir();

  const right = await verify(CLIENT, [...CERTIFICATES, 'dns-missing-record', 'http-fallback']);
  t.equal(right.code, 0);
  t.equal(right.report.via, 'docker');
  for (const { scenario, verdict, reason } of right.report.results)
    t.equal(verdict, 'pass', `${scenario}: ${reason}`);

  const wrong = await verify(WRONG_CLIENT, CERTIFICATES);
  t.equal(wrong.code, 1);
  const findings = wrong.report.results
    .filter(({ scenario }) => scenario !== 'valid')
    .map(({ finding }) => finding);
  t.same(
    findings,
    CERTIFICATES.map(() => 'leaked-key'),
  );

  const left = await run('docker', ['ps', '--all', '--filter', 'name=azureml-fe-', '--format', '{{.Names}}']);
  t.equal(left.stdout, '', 'no container is left');
});
