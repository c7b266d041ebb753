import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { cli, startCli } from '../support/cli.ts';
import { missing, run } from '../support/tools.ts';

t.test('start without --real-tools opens nothing more, and env says what to do', async (t) => {
  await using started = await startCli(t.testdir());
  const { azureUrl, kubernetesUrl, kubeconfig } = started.ready;
  t.strictSame(
    { azureUrl, kubernetesUrl, kubeconfig },
    { azureUrl: null, kubernetesUrl: null, kubeconfig: null },
  );
  t.match(await cli('env', '--control-url', started.ready.controlUrl), {
    code: 1,
    stderr: /^TOOLS_CLOSED:.*\n {2}hint: .*--real-tools/,
  });
});

t.test(
  'env reaches the open APIs with curl, by the trust and the addresses it prints',
  { skip: missing('curl', 'sh') },
  async (t) => {
    const dir = t.testdir();
    await using started = await startCli(dir, '--azure-port', '0', '--kubernetes-port', '0');
    const { ready } = started;
    t.match(
      started.stdout(),
      `eval "$(azureml-fe-mock env --control-url ${ready.controlUrl})"`,
      'the banner prints the line',
    );
    const { stdout: lines, code } = await cli('env', '--control-url', ready.controlUrl);
    t.equal(code, 0);
    const curl = (url: string) =>
      run('sh', ['-c', `${lines}curl --silent --show-error -H 'Authorization: Bearer any' ${url}`]);
    t.match(JSON.parse((await curl('"$ARM_CLOUD_METADATA_URL"')).stdout), [
      { name: 'mock', resourceManager: `${ready.azureUrl}/` },
    ]);
    t.match(JSON.parse((await curl(`"${ready.azureUrl}/subscriptions?api-version=2022-12-01"`)).stdout), {
      value: [{ state: 'Enabled' }],
    });
    const version = await run('sh', [
      '-c',
      `${lines}curl --silent --show-error "${ready.kubernetesUrl}/version"`,
    ]);
    t.match(JSON.parse(version.stdout), { major: '1' }, version.stderr);

    const variables = JSON.parse((await cli('env', '--json', '--control-url', ready.controlUrl)).stdout);
    t.equal(variables.KUBECONFIG, ready.kubeconfig);
    t.equal(path.dirname(variables.KUBECONFIG), path.join(dir, 'state'));
    t.equal(statSync(variables.KUBECONFIG).mode & 0o777, 0o600, 'the kubeconfig has a token');
    t.ok(existsSync(variables.AZURE_CONFIG_DIR), 'az writes into it');
    await started.stop();
    t.notOk(existsSync(variables.AZURE_CONFIG_DIR), 'and the next mock has a fresh one');
  },
);

t.test('the trust of the tools follows the world', async (t) => {
  const dir = t.testdir();
  await using started = await startCli(dir, '--azure-port', '0');
  const certificates = () =>
    readFileSync(path.join(dir, 'state/tools-ca.pem'), 'utf8').match(/BEGIN CERTIFICATE/g)?.length;
  t.equal(certificates(), 1);
  const answer = await fetch(`${started.ready.controlUrl}/scenario`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'self-signed-trusted' }),
  });
  t.ok(answer.ok);
  t.equal(certificates(), 2, 'the CA of the APIs and what the clients of this world trust');
});
