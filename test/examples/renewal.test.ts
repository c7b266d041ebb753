import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { probeNamespaces } from '../../verify/netns/namespaces.ts';
import { SDK_PACKAGES } from '../apis/azure/real-clients.ts';
import { MAIN } from '../support/cli.ts';
import { installPebble } from '../support/pebble.ts';
import { pythonWith } from '../support/python-packages.ts';
import { missing, run } from '../support/tools.ts';

t.setTimeout(600_000);
const root = path.resolve(import.meta.dirname, '../..');
const support = await probeNamespaces();
const noNamespaces = process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS !== '1' && !support.works && support.missing;
const [sdk, certbot, { pebble, skip: noPebble }] = await Promise.all([
  pythonWith(...SDK_PACKAGES),
  pythonWith('certbot==5.8.0', 'certbot-dns-rfc2136==5.8.0'),
  installPebble(),
]);
const skip =
  noNamespaces || sdk.skip || certbot.skip || noPebble || missing('kubectl', 'nsupdate', 'openssl', 'curl');

t.test(
  'certbot renews the certificate, kubectl and the extension take it into service, and no request fails',
  { skip },
  async (t) => {
    const dir = t.testdir();
    const bin = path.join(dir, 'bin');
    await mkdir(bin);
    const programs = {
      'azureml-fe-mock': `"${process.execPath}" "${MAIN}"`,
      'k8s-extension': `"${sdk.python}" -W ignore "${root}/examples/real-tools/k8s_extension.py"`,
      certbot: `"${certbot.python}" -c 'import sys; from certbot.main import main; sys.exit(main())'`,
      pebble: `"${pebble}"`,
    };
    for (const [name, command] of Object.entries(programs)) {
      await writeFile(path.join(bin, name), `#!/bin/sh\nexec ${command} "$@"\n`);
      await chmod(path.join(bin, name), 0o755);
    }
    const secret = Buffer.from('the secret of this test').toString('base64');
    const shell = [
      'shell',
      '--empty',
      '--state',
      path.join(dir, 'state'),
      '--control-port',
      '0',
      '--dns-update-key',
      `acme:${secret}`,
      '--',
    ];
    const script = `export PATH='${bin}':"$PATH" && exec sh '${root}/examples/real-tools/renewal.sh'`;
    const variables = [`SECRET=${secret}`, 'K8S_EXTENSION=k8s-extension'];
    const { code, stdout, stderr } = await run(
      'env',
      [...variables, process.execPath, MAIN, ...shell, 'sh', '-c', script],
      '',
      300_000,
    );
    t.equal(code, 0, `${stdout}\n${stderr}`);
    const [, requests] = /; (\d+) requests meanwhile, none failed/.exec(stdout) ?? [];
    t.ok(Number(requests) >= 5, `${requests} requests were under way during the renewal`);
  },
);
