import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { probeNamespaces } from '../../verify/netns/namespaces.ts';
import { AZ_PACKAGES, SDK_PACKAGES } from '../apis/azure/real-clients.ts';
import { MAIN } from '../support/cli.ts';
import { pythonWith } from '../support/python-packages.ts';
import { missing, run } from '../support/tools.ts';

t.setTimeout(600_000);
const root = path.resolve(import.meta.dirname, '../..');
const support = await probeNamespaces();
const noNamespaces = process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS !== '1' && !support.works && support.missing;
const skip = noNamespaces || missing('kubectl', 'nslookup', 'nsupdate', 'openssl', 'curl');

/** Runs the script in the shell of the mock, with programs under the names that it calls them by. */
async function article(dir: string, programs: Record<string, string>, variables: string[]) {
  const bin = path.join(dir, 'bin');
  await mkdir(bin);
  const all = { 'azureml-fe-mock': `"${process.execPath}" "${MAIN}"`, ...programs };
  for (const [name, command] of Object.entries(all)) {
    await writeFile(path.join(bin, name), `#!/bin/sh\nexec ${command} "$@"\n`);
    await chmod(path.join(bin, name), 0o755);
  }
  const shell = ['shell', '--empty', '--state', path.join(dir, 'state'), '--control-port', '0', '--'];
  const script = `cd '${dir}' && export PATH='${bin}':"$PATH" && exec sh '${root}/examples/real-tools/article.sh'`;
  return run('env', [...variables, process.execPath, MAIN, ...shell, 'sh', '-c', script], '', 300_000);
}

const sdk = await pythonWith(...SDK_PACKAGES);

t.test(
  'the article works from an empty cluster to TLS off with kubectl, nsupdate and the management SDK',
  { skip: skip || sdk.skip },
  async (t) => {
    const stand = {
      'k8s-extension': `"${sdk.python}" -W ignore "${root}/examples/real-tools/k8s_extension.py"`,
    };
    const { code, stdout, stderr } = await article(t.testdir(), stand, [
      'AZ=',
      'K8S_EXTENSION=k8s-extension',
    ]);
    t.equal(code, 0, `${stdout}\n${stderr}`);
    t.match(stdout, /LoadBalancer Ingress: +127\.0\.0\.1/);
    t.equal(
      stdout.match(/\{"result": \[6\]\}/g)?.length,
      3,
      'scored with TLS, after the renewal and without TLS',
    );
    t.match(stdout, /The article is done/);
  },
);

const az = await pythonWith(...AZ_PACKAGES);

t.test(
  'az signs in, hands out the kubeconfig and makes the record of the article',
  { skip: skip || sdk.skip || az.skip },
  async (t) => {
    const programs = {
      'k8s-extension': `"${sdk.python}" -W ignore "${root}/examples/real-tools/k8s_extension.py"`,
      az: `"${az.python}" -W ignore -m azure.cli`,
    };
    const { code, stdout, stderr } = await article(t.testdir(), programs, [
      'AZ=az',
      'K8S_EXTENSION=k8s-extension',
    ]);
    t.equal(code, 0, `${stdout}\n${stderr}`);
    t.match(stdout, /The article is done/);
  },
);
