import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MockError } from '../common/errors.ts';
import { silentLogger } from '../common/logger.ts';
import { makeTemporaryFolder } from '../common/temporary-folder.ts';
import { type Advice, advise } from '../extension/advice.ts';
import { checkAzLine, readAzBags } from '../extension/az-line.ts';
import {
  createExtensionControl,
  DEFAULT_CLUSTER,
  type ExtensionControl,
} from '../extension/extension-control.ts';
import type { ClusterFacts } from '../extension/health.ts';
import { startGateway } from '../gateway/gateway.ts';
import type { Hierarchy } from '../pki/hierarchy.ts';
import type { CertificateRecipe } from '../pki/recipe.ts';
import { SecretMonitor } from '../secret/secret-monitor.ts';
import type { SecretSource } from '../secret/source.ts';
import { standaloneRouter } from './configurable-router.ts';
import { fillPlaceholders } from './placeholders.ts';
import { type FileContent, secretWriter } from './secret-texts.ts';
import { DEFAULT_FQDN } from './world-spec.ts';

/**
 * What a person does to take a router into service, as data: the command, and the files that it finds. In its
 * strings `{fqdn}` and `{parent}` stand for the name in use and its zone.
 */
export interface InstallationSpec {
  /** What is typed after `az k8s-extension`, words with single blanks; the article's `create` with `sslSecret` otherwise. */
  line?: string;
  /** The `create` that went before an `update`, with a good secret; the one that stands for `line` otherwise. */
  existing?: string;
  /**
   * The files of the folder in which the line is typed, by path; a path with "/" at its end is an empty folder. Secrets
   * are looked up there, too. A good secret `contoso-tls` otherwise.
   */
  files?: Record<string, FileContent>;
  /** How the certificate in the files is made. */
  certificate?: CertificateRecipe;
  /** What is different about the imagined cluster. */
  cluster?: Partial<ClusterFacts>;
}

export interface InstallationOutcome {
  /** Null where the router was taken into service. */
  refusal: MockError | null;
  /** What `k8s-extension` says beside its decision. */
  advice: readonly Advice[];
  /** SHA-256 of the certificate that is served in the end, or null. */
  served: string | null;
}

const INSTALL =
  'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls sslCname={fqdn}';
const GOOD_SECRET = { 'contoso-tls/cert.pem': '{chain}', 'contoso-tls/key.pem': '{key}' };

/**
 * Types the line into a cluster of its own: first the option parser of `az`, then the extension's decision, then the
 * cluster's health check with the secret. Files go into a new folder of the system's temporary one, and are removed.
 */
export async function tryInstallation(
  given: InstallationSpec,
  authority: Hierarchy,
): Promise<InstallationOutcome> {
  const spec = fillPlaceholders(
    { line: INSTALL, existing: INSTALL, files: GOOD_SECRET, ...given },
    { fqdn: DEFAULT_FQDN, host: '127.0.0.1' },
  );
  const folder = await makeTemporaryFolder('azureml-fe-installation-');
  const gateway = await startGateway(NOTHING_INSTALLED);
  try {
    const cluster = { ...DEFAULT_CLUSTER, ...spec.cluster };
    const control = createExtensionControl(
      standaloneRouter(gateway, null, { secretsDir: folder, monitor: monitorQuietly }),
      cluster,
    );
    if (spec.line.startsWith('update ')) {
      await writeFiles(folder, GOOD_SECRET, await secretWriter(authority, {}, DEFAULT_FQDN));
      await typeLine(readLine(spec.existing), control, folder);
      await rm(path.join(folder, 'contoso-tls'), { recursive: true });
    }
    await writeFiles(folder, spec.files, await secretWriter(authority, spec.certificate ?? {}, DEFAULT_FQDN));
    const outcome = await typeAndCatch(spec.line, control, folder);
    return { ...outcome, served: gateway.served?.fingerprint ?? null };
  } finally {
    await gateway.close(0);
    await rm(folder, { recursive: true, force: true });
  }
}

const monitorQuietly = (source: SecretSource): SecretMonitor =>
  new SecretMonitor({ source, observe: () => undefined, log: silentLogger });

const NOTHING_INSTALLED: Parameters<typeof startGateway>[0] = {
  settings: null,
  secret: null,
  plainHttp: 'closed',
  host: '127.0.0.1',
  httpsPort: 0,
  httpPort: 0,
  watchSecret: false,
  router: { profile: 'kubernetes', endpoints: [], seed: 0 },
  observe: () => undefined,
  log: silentLogger,
};

async function writeFiles(
  folder: string,
  files: Record<string, FileContent>,
  write: (content: FileContent) => Buffer,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith('/')) await writeFile(file, write(content));
  }
}

interface Line {
  command: 'create' | 'update';
  words: string[];
}

function readLine(line: string): Line {
  const [command, ...words] = line.split(' ');
  if (command === 'create' || command === 'update') return { command, words };
  throw new Error(`"${command}" installs nothing.`);
}

async function typeAndCatch(
  text: string,
  control: ExtensionControl,
  folder: string,
): Promise<Pick<InstallationOutcome, 'refusal' | 'advice'>> {
  const line = readLine(text);
  try {
    await typeLine(line, control, folder);
    return { refusal: null, advice: adviceOn(line) };
  } catch (error) {
    if (!(error instanceof MockError)) throw error;
    return { refusal: error, advice: error.exit === BAD_LINE ? [] : adviceOn(line) };
  }
}

/** The exit status for a line that is none; its settings are never looked at. */
const BAD_LINE = 2;

async function typeLine({ command, words }: Line, control: ExtensionControl, folder: string): Promise<void> {
  const { error } = checkAzLine(command, words);
  if (error !== null) throw error;
  const change = { ...readAzBags(command, words), folder };
  if (command === 'update') await control.update(change);
  else await control.create({ ...change, scope: wordAfter('--scope', words) });
}

function adviceOn({ command, words }: Line): Advice[] {
  return advise({ operation: command, ...readAzBags(command, words), errorKind: null });
}

const wordAfter = (option: string, words: readonly string[]): string | null =>
  words.includes(option) ? (words[words.indexOf(option) + 1] ?? null) : null;
