import { readdir } from 'node:fs/promises';
import os from 'node:os';
import t from 'tap';
import { EXTENSION_ERRORS } from '../../extension/errors.ts';
import { type InstallationSpec, tryInstallation } from '../../harness/installation.ts';
import { openAuthority } from '../../pki/authority.ts';
import { SCENARIOS } from '../../scenarios/index.ts';
import { runScenario } from '../../scenarios/run.ts';
import { type ConfigurationScenario, isConfiguration } from '../../scenarios/scenario.ts';
import { SECRET_ERRORS } from '../../secret/errors.ts';

const authority = await openAuthority({ stateDir: null });
const CONFIGURATIONS = SCENARIOS.filter(isConfiguration);
const CREATE = 'create --config enableInference=True inferenceRouterServiceType=LoadBalancer';

function configuration(name: string): ConfigurationScenario {
  const found = CONFIGURATIONS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

/** Refusals without a scenario, and why there is none. */
const WITHOUT_SCENARIO: Record<string, string> = {
  SECRET_DIR_NOT_FOUND: 'about an option of the mock, --secrets-dir',
  SECRET_FOLDER_NOT_FOUND: 'about the argument of "certs check"',
  SECRET_FOLDER_IS_FILE: 'about the argument of "certs check"',
  SECRET_FILE_NOT_FOUND: 'k8s-extension refuses such a path before the secret is read',
  SECRET_UNREADABLE: 'permissions do not bind root, as whom containers run',
  SECRET_WARNING_REFUSED: 'only "certs check --strict" makes errors of warnings',
  SECRET_BYTE_ORDER_MARK: 'about how an editor saved the file; test/secret shows it',
  SECRET_ARMOURED_TWICE: 'about how the Secret was written; test/secret shows it',
  EXTENSION_FILE_OTHER_ENCODING:
    'about how an editor saved the file of settings, which says nothing of the front end',
  EXTENSION_FILE_UTF16: 'about how an editor saved the file of settings, which says nothing of the front end',
  EXTENSION_FILE_UNREADABLE: 'permissions do not bind root, as whom containers run',
  EXTENSION_NOT_INSTALLED: 'about an update or delete before any create',
  EXTENSION_EXISTING_UNKNOWN: 'the mock never loses the settings of an extension',
};

t.test('every refusal of secret and settings has a scenario, or a reason for having none', async (t) => {
  const shown = new Set<string>(CONFIGURATIONS.map(({ refused }) => refused));
  for (const reason of [...Object.keys(SECRET_ERRORS.rows), ...Object.keys(EXTENSION_ERRORS.rows)]) {
    const excused = reason in WITHOUT_SCENARIO;
    t.not(shown.has(reason), excused, `${reason} is ${excused ? 'excused' : 'shown'}, and only that`);
  }
});

const ACCEPTED: Record<string, InstallationSpec> = {
  'the article with sslSecret and a folder': {},
  'the article with sslSecret and a manifest': {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
data:
  cert.pem: {chain as base64}
  key.pem: {key as base64}
kind: Secret
metadata:
  name: contoso-tls
  namespace: azureml
type: Opaque
`,
    },
  },
  'a manifest with PEM below stringData': {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata: { name: contoso-tls, namespace: azureml }
stringData:
  cert.pem: |
    {chain as indented}
  key.pem: |
    {key as indented}
`,
    },
  },
  'the article with both PEM files': {
    line: `${CREATE} sslCname={fqdn} --config-protected sslCertPemFile=cert.pem sslKeyPemFile=key.pem`,
    files: { 'cert.pem': '{chain}', 'key.pem': '{key}' },
  },
  'HTTP, asked for': { line: `${CREATE} allowInsecureConnections=True` },
  'an update with the renewed secret': { line: 'update --config sslSecret=contoso-tls sslCname={fqdn}' },
};

for (const [what, given] of Object.entries(ACCEPTED)) {
  t.test(`what is right is taken into service: ${what}`, async (t) => {
    const { refusal, served } = await tryInstallation(given, authority);
    t.equal(refusal, null);
    if (what.startsWith('HTTP')) t.equal(served, null);
    else t.match(served, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });
}

t.test('an update that is refused leaves the old certificate in service', async (t) => {
  for (const name of ['key-of-old-certificate', 'update-with-scope']) {
    const { refusal, served } = await tryInstallation(configuration(name).given, authority);
    t.ok(refusal);
    t.match(served, /^([0-9A-F]{2}:){31}/, name);
  }
});

t.test('no refusal repeats what stood in the files', async (t) => {
  for (const { name, given } of CONFIGURATIONS) {
    const { refusal, advice } = await tryInstallation(given, authority);
    const words = JSON.stringify([refusal?.message, refusal?.remedy, String(refusal?.cause ?? ''), advice]);
    t.notMatch(words, /[A-Za-z0-9+/]{40}/, name);
    t.notMatch(words, /\{\w+\}|undefined/, name);
  }
});

t.test('leaves nothing behind', async (t) => {
  const before = await leftovers();
  await tryInstallation(configuration('key-with-passphrase').given, authority);
  await tryInstallation({}, authority);
  await t.rejects(
    tryInstallation({ files: { 'cert.pem': '{chian}' } }, authority),
    /Nothing is known as \{chian\}/,
  );
  t.same(await leftovers(), before);
});

const leftovers = async (): Promise<string[]> =>
  (await readdir(os.tmpdir())).filter((name) => name.startsWith('azureml-fe-installation-'));

t.test(
  'a scenario is red where nothing is refused, for another reason, or without the right words',
  async (t) => {
    const scenario = configuration('key-with-passphrase');
    const spoilt: [Partial<ConfigurationScenario>, RegExp][] = [
      [{ given: {} }, /taken into service/],
      [{ given: configuration('key-damaged').given }, /another reason/],
      [{ says: 'Take the password off' }, /nothing in the refusal says/],
    ];
    for (const [change, problem] of spoilt) {
      const result = await runScenario({ ...scenario, ...change }, { authority });
      t.notOk(result.ok);
      t.match(result.problem, problem);
    }
  },
);
