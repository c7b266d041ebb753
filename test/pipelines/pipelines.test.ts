import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import type { VerifyReport } from '../../verify/verdict.ts';
import { stepsOf } from '../docs/blocks.ts';
import { parsePage } from '../docs/markdown.ts';
import { emptyFolder, install, pack, ROOT } from '../package/packed.ts';
import { pythonWith } from '../support/python-packages.ts';
import { sarifSchema } from '../support/sarif-schema.ts';
import { needs, run } from '../support/tools.ts';
import { type PipelineRun, readPipelines } from './pipelines.ts';

t.setTimeout(600_000);

const CURL = 'curl -sS --fail --max-time 5 -H "Authorization: Bearer $SCORING_KEY" -d \'{"data":[[1,2,3]]}\'';
const RIGHT = `${CURL} --cacert "$SCORING_CA_FILE" "$SCORING_URI"\n`;
const CARELESS = `${CURL} --insecure "$SCORING_URI"\n`;
const SCENARIOS = 'expired\n  fqdn-mismatch';

const pipelines = await readPipelines();
const folder = await emptyFolder();
t.teardown(() => folder[Symbol.asyncDispose]());
// The package that the pipelines name is here already, so npx does not ask a registry for it.
const skip = needs('bash', 'curl') || (await install(folder.path, await pack(folder.path)));
await writeFile(path.join(folder.path, 'right.sh'), RIGHT);
await writeFile(path.join(folder.path, 'careless.sh'), CARELESS);
// It has the schemas of all three in it.
const checker = await pythonWith('check-jsonschema==0.39.0');
const isValidSarif = await sarifSchema();

const reportOf = async ({ reports }: PipelineRun): Promise<VerifyReport> =>
  JSON.parse(await readFile(path.join(reports, 'verify.json'), 'utf8'));

for (const pipeline of pipelines) {
  t.test(`${pipeline.file} tells a right client from a careless one`, { skip }, async (t) => {
    const right = await pipeline.run(folder.path, { command: 'sh right.sh', scenario: SCENARIOS });
    t.equal(right.code, 0, right.stderr);
    t.match(await reportOf(right), { client: ['sh', '-ec', 'sh right.sh'], summary: { passed: 3 } });

    const wrong = await pipeline.run(folder.path, { command: 'sh careless.sh', scenario: SCENARIOS });
    t.equal(wrong.code, 1, wrong.stderr);
    t.match(await reportOf(wrong), { summary: { passed: 1, failed: 2 } });
    const junit = await readFile(path.join(wrong.reports, 'verify.xml'), 'utf8');
    const [, diagnosis = '', suites = ''] = /^([\s\S]*?<\/testsuite>)([\s\S]*)$/.exec(junit) ?? [];
    t.match(diagnosis, '<testsuite name="diagnosis"', 'the mistakes of the client lead the list');
    t.equal(suites.match(/<testcase /g)?.length, 3, 'the other tests of the list are the scenarios');
    t.equal(suites.match(/<failure /g)?.length, 2, 'and two of them failed');
    const sarif = JSON.parse(await readFile(path.join(wrong.reports, 'verify.sarif'), 'utf8'));
    t.ok(isValidSarif(sarif), JSON.stringify(isValidSarif.errors));
    const { uri } = sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation;
    t.equal(uri, 'careless.sh', 'the result is shown at the file of the client');
    if (wrong.alerts !== null) {
      const { results } = JSON.parse(await readFile(wrong.alerts, 'utf8')).runs[0];
      const names = results.map(({ ruleId }: { ruleId: string }) => ruleId).sort();
      const scenarios = names.filter((name: string) => !name.startsWith('diagnosis/'));
      t.strictSame(scenarios, ['expired', 'fqdn-mismatch'], 'only what failed becomes an alert');
    }
    if (pipeline.file.includes('gitlab')) return;
    t.match(right.summary, /^# ✅/);
    t.match(wrong.summary, /^# ❌.*\n[\s\S]*leaked-key/);
  });

  t.test(`${pipeline.file} passes on what it is given`, { skip }, async (t) => {
    const found = { command: 'sh careless.sh', scenario: 'expired' };
    const known = path.join((await pipeline.run(folder.path, found)).reports, 'verify.json');
    const baseline = path.join(folder.path, 'known.json');
    await writeFile(baseline, await readFile(known));
    const again = await pipeline.run(folder.path, { ...found, baseline, via: 'proxy', timeout: '9' });
    t.equal(again.code, 0, `what the baseline knows does not count: ${again.stderr}`);
    t.match(await reportOf(again), { via: 'proxy', known: ['expired'] });
    const refused = await pipeline.run(folder.path, { ...found, timeout: 'soon' });
    t.equal(refused.code, 2, 'the exit status is the one of the command');
    t.match(refused.stderr, /soon/);
  });

  t.test(`${pipeline.file} takes nothing it is given for a part of its script`, { skip }, async (t) => {
    const [command, scenario] = ['true # "; touch injected; "', 'expired;touch$IFS$PWD/injected *'];
    const ran = await pipeline.run(folder.path, { command, scenario, baseline: '$(touch injected)' });
    t.equal(ran.code, 2, ran.stderr);
    await t.rejects(readFile(path.join(folder.path, 'injected')), { code: 'ENOENT' });
    for (const { text } of pipeline.scripts)
      t.notMatch(text, /\$\{\{|\$\(\w+\.|\$\[/, 'nothing is spliced in');
  });

  t.test(`${pipeline.file} goes through a proxy where namespaces are not allowed`, { skip }, async (t) => {
    // What Ubuntu 24.04 answers to a user who may not have them (AppArmor).
    const bin = path.join(folder.path, 'apparmor');
    const refusal = 'unshare: write failed /proc/self/uid_map: Operation not permitted';
    await mkdir(bin, { recursive: true });
    await writeFile(path.join(bin, 'unshare'), `#!/bin/sh\necho '${refusal}' >&2\nexit 1\n`);
    await chmod(path.join(bin, 'unshare'), 0o755);
    const PATH = `${bin}:${process.env.PATH}`;
    const ran = await pipeline.run(folder.path, { command: 'sh careless.sh', scenario: 'expired' }, { PATH });
    t.equal(ran.code, 1, ran.stderr);
    const report = await reportOf(ran);
    t.match(report, { via: 'proxy', summary: { passed: 1, failed: 1 } });
    t.ok(report.viaReason.includes(refusal), 'the report says why');
  });

  t.test(`${pipeline.file} is valid by the schema of its CI system`, { skip: checker.skip }, async (t) => {
    const [schema = '', ...options] = pipeline.schema;
    const args = ['-m', 'check_jsonschema', '--builtin-schema', schema, ...options];
    const { code, stdout } = await run(checker.python, [...args, path.join(ROOT, pipeline.file)], '', 60_000);
    t.equal(code, 0, stdout);
  });

  t.test(
    `${pipeline.file} has shell that ShellCheck has nothing against`,
    { skip: needs('shellcheck') },
    async (t) => {
      for (const { shell, text } of pipeline.scripts) {
        const { stdout } = await run('shellcheck', ['--shell', shell, '-'], text);
        t.equal(stdout, '');
      }
    },
  );
}

t.test('the pipelines name the package in the version that this is', async (t) => {
  const { name, version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  for (const { file } of pipelines) {
    const text = await readFile(path.join(ROOT, file), 'utf8');
    const named = [...text.matchAll(/azureml-fe-mock@(\d[\w.-]*)/g)].map(([, found]) => found);
    t.strictSame(named, [version], `${file}: ${name}@${version}`);
    for (const [, ref] of text.matchAll(/ref: \S*?v(\d[\w.-]*)/g)) t.equal(ref, version, `${file}: the tag`);
  }
});

t.test(
  'what the page tells people to save is valid for their CI system',
  { skip: checker.skip },
  async (t) => {
    const page = parsePage('docs/use-in-ci.md', await readFile(path.join(ROOT, 'docs/use-in-ci.md'), 'utf8'));
    const schemas: Record<string, string[]> = {
      '.github/workflows/client.yml': ['vendor.github-workflows'],
      '.gitlab-ci.yml': ['vendor.gitlab-ci', '--data-transform', 'gitlab-ci'],
      'azure-pipelines.yml': ['vendor.azure-pipelines', '--data-transform', 'azure-pipelines'],
    };
    const files = stepsOf(page).flatMap((step) => (step.kind === 'file' ? [step] : []));
    for (const [name, schema] of Object.entries(schemas)) {
      const saved = path.join(folder.path, path.basename(name));
      await writeFile(saved, files.find((file) => file.name === name)?.text ?? '');
      const args = ['-m', 'check_jsonschema', '--builtin-schema', ...schema, saved];
      const { code, stdout } = await run(checker.python, args, '', 60_000);
      t.equal(code, 0, `${name}: ${stdout}`);
    }
  },
);
