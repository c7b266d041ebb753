import { type Bags, isTrue, lookUp, readBag, type SettingBag } from './bags.ts';
import { serviceTypeOf } from './service-type.ts';
import { findSetting, type ServiceType } from './settings-table.ts';

export { type Bags, parsePairs, type SettingBag, type SettingValue } from './bags.ts';
export { HIDDEN_KEYS, SETTINGS, type ServiceType, type SettingRow } from './settings-table.ts';

/** The extension's settings as a person types them: plain and protected pairs. */
export interface TypedSettings {
  /** As after `--config`: `sslCname`, `enableInference`, … */
  config: Record<string, string>;
  /** As after `--config-protected`: certificate and key. */
  configProtected: Record<string, string>;
}

/** The extension's settings, read. Null stands for what is not set. */
export interface ExtensionSettings {
  enableTraining: boolean;
  enableInference: boolean;
  allowInsecureConnections: boolean;
  inferenceRouterServiceType: ServiceType | null;
  internalLoadBalancerProvider: 'azure' | null;
  sslSecret: string | null;
  sslCname: string | null;
  /** Path, as typed. Null unless it stands in the protected bag. */
  sslCertPemFile: string | null;
  sslKeyPemFile: string | null;
  inferenceRouterHA: boolean;
  nodeSelector: Readonly<Record<string, string>>;
  installNvidiaDevicePlugin: boolean;
  installPromOp: boolean;
  installVolcano: boolean;
  installDcgmExporter: boolean;
}

/**
 * Reads both bags into typed settings. Nothing is refused here: `decideCreate` and `decideUpdate` do that, and a bag
 * that passed them reads as the CLI understood it. A key in both bags counts as in the plain one.
 */
export function readSettings(config: SettingBag, configProtected: SettingBag): ExtensionSettings {
  const bags = { config, configProtected };
  const text = (key: string): string | null => String(lookUp(bags, key) ?? '') || null;
  const path = (key: string): string | null => String(readBag(configProtected, key) ?? '') || null;
  const flag = (key: string): boolean => isTrue(lookUp(bags, key) ?? findSetting(key)?.default ?? undefined);
  return {
    enableTraining: flag('enableTraining'),
    enableInference: flag('enableInference'),
    allowInsecureConnections: flag('allowInsecureConnections'),
    inferenceRouterServiceType: serviceTypeOf(lookUp(bags, 'inferenceRouterServiceType')),
    internalLoadBalancerProvider:
      text('internalLoadBalancerProvider')?.toLowerCase() === 'azure' ? 'azure' : null,
    sslSecret: text('sslSecret') ?? text('scoringFe.sslSecret'),
    sslCname: text('sslCname'),
    sslCertPemFile: path('sslCertPemFile'),
    sslKeyPemFile: path('sslKeyPemFile'),
    // ASSUMPTION: chart-booleans: the CLI hands these four on unread, and how the chart reads them is not published;
    // it is taken to be the CLI's own rule for booleans. Changed by nothing: with True and False there is no
    // difference.
    inferenceRouterHA: flag('inferenceRouterHA'),
    installNvidiaDevicePlugin: flag('installNvidiaDevicePlugin'),
    installPromOp: flag('installPromOp'),
    installVolcano: flag('installVolcano'),
    installDcgmExporter: flag('installDcgmExporter'),
    nodeSelector: readNodeSelector(bags),
  };
}

const NODE_SELECTOR = 'nodeSelector.';

function readNodeSelector({ config, configProtected }: Bags): Record<string, string> {
  return Object.fromEntries(
    [...Object.entries(configProtected), ...Object.entries(config)]
      .filter(([key]) => key.startsWith(NODE_SELECTOR))
      .map(([key, value]) => [key.slice(NODE_SELECTOR.length), String(value)]),
  );
}

/** Where the settings say that the router's certificate is. */
export type CertificateChoice =
  | { kind: 'none' }
  | { kind: 'files'; certFile: string; keyFile: string }
  | { kind: 'secret'; name: string };

/** Which certificate counts where a PEM pair and a secret are both stored. */
export type StoredCertificate = 'files' | 'secret';

/**
 * Chooses the certificate as the CLI does: none with `allowInsecureConnections`, and else a whole PEM pair before
 * `sslSecret`. `none` without `allowInsecureConnections` is a router that has been given no certificate.
 *
 * @param prefer which of the two counts where both are stored
 */
// ASSUMPTION: stored-pair-beats-secret: the CLI prefers the PEM pair within one command; what the chart does with a
// pair from an earlier command and a newer sslSecret is not published. Changed by `--stored-certificate`.
export function chooseCertificate(
  settings: ExtensionSettings,
  prefer: StoredCertificate = 'files',
): CertificateChoice {
  if (settings.allowInsecureConnections) return { kind: 'none' };
  const { sslCertPemFile: certFile, sslKeyPemFile: keyFile, sslSecret: name } = settings;
  const files: CertificateChoice[] =
    certFile === null || keyFile === null ? [] : [{ kind: 'files', certFile, keyFile }];
  const secret: CertificateChoice[] = name === null ? [] : [{ kind: 'secret', name }];
  const inOrder = prefer === 'files' ? [...files, ...secret] : [...secret, ...files];
  return inOrder[0] ?? { kind: 'none' };
}
