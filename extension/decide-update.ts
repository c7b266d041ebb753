import { advise } from './advice.ts';
import { lookUp, type SettingBag, type TypedBags } from './bags.ts';
import { correctSettings } from './correct.ts';
import type { Decision, Refusal } from './decision.ts';
import { type Draft, effectOf, refuse, startDraft } from './draft.ts';
import { fail } from './errors.ts';
import type { OpenFile } from './pem-file.ts';
import { hasPemPair, takePemPair } from './pem-pair.ts';
import { refuseUnknownServiceType } from './refuse-service-type.ts';
import { serviceTypeOf } from './service-type.ts';

/** `k8s-extension update` and the extension it is for. */
export interface UpdateRequest extends TypedBags {
  /** The extension's plain settings; null where it has none. */
  existing: SettingBag | null;
  /** The names of its protected settings, where they are known. They only serve advice. */
  existingProtectedKeys?: readonly string[];
  /** `--yes`: nothing is asked. */
  yes: boolean;
  /** Opens the PEM files. */
  openFile: OpenFile;
}

/**
 * Decides as `az k8s-extension update` does for Microsoft.AzureML.Kubernetes. It checks less than `create`: neither
 * that there is a certificate, nor a name for it, nor that node port and internal load balancer exclude each other;
 * and it opens PEM files whatever `allowInsecureConnections` says. What is accepted is a patch: see `mergeSettings`.
 */
export function decideUpdate(request: UpdateRequest): Decision {
  const draft = startDraft(request);
  const somethingGiven = Object.keys({ ...request.config, ...request.configProtected }).length > 0;
  let refusal = takeServiceType(draft);
  // The prompt comes before the files are opened: what fails there has been asked about.
  const confirmations = refusal === null && !request.yes ? askAbout(draft) : [];
  refusal ??= refuseUnknownExtension(draft, request.existing) ?? takeCertificate(draft, request.openFile);

  const typed = { ...request, operation: 'update' as const };
  const common = {
    operation: typed.operation,
    warnings: draft.warnings,
    confirmations,
    genericConfirmation: somethingGiven && !request.yes,
    advice: advise({ ...typed, errorKind: refusal?.errorKind ?? null }),
    corrected: correctSettings(typed),
  };
  if (refusal !== null) return { ...common, ...refusal, message: refusal.error.message };
  return { ...common, outcome: 'ok', message: 'The changed settings are sent to Azure.', ...effectOf(draft) };
}

function takeServiceType(draft: Draft): Refusal | null {
  const type = lookUp(draft, 'inferenceRouterServiceType');
  if (type) {
    const known = serviceTypeOf(type);
    if (known === null)
      return refuseUnknownServiceType('update', String(type), ['inferenceRouterServiceType']);
    draft.config['scoringFe.serviceType.nodePort'] = known === 'nodePort';
  }
  const provider = lookUp(draft, 'internalLoadBalancerProvider');
  if (provider) {
    draft.config['scoringFe.serviceType.internalLoadBalancer'] = String(provider).toLowerCase() === 'azure';
    draft.warnings.push('ilb-aks-only');
  }
  return null;
}

/** The labels of the prompt. It is only made where the plain bag has something by now, and only where there is a hit. */
function askAbout(draft: Draft): string[] {
  if (Object.keys(draft.config).length === 0) return [];
  const switchedOff = (key: string): boolean => String(lookUp(draft, key)).toLowerCase() === 'false';
  const given = (key: string): boolean => lookUp(draft, key) !== undefined;
  const nodeSelector = Object.keys({ ...draft.config, ...draft.configProtected }).some((key) =>
    key.includes('nodeSelector'),
  );
  const items = [
    { item: 'enableTraining-off', asked: switchedOff('enableTraining'), hits: ['jobs'] },
    { item: 'enableInference-off', asked: switchedOff('enableInference'), hits: ['endpoints'] },
    {
      item: 'installNvidiaDevicePlugin-off',
      asked: switchedOff('installNvidiaDevicePlugin'),
      hits: ['jobs', 'endpoints'],
    },
    ...[
      'allowInsecureConnections',
      'inferenceRouterServiceType',
      'internalLoadBalancerProvider',
      'sslCname',
    ].map((key) => ({ item: key, asked: given(key), hits: ['endpoints'] })),
    { item: 'nodeSelector', asked: nodeSelector, hits: ['jobs', 'endpoints'] },
  ].filter(({ asked }) => asked);
  const hit = new Set(items.flatMap(({ hits }) => hits));
  return [
    ...(hit.has('jobs') ? ['impact:jobs'] : []),
    ...(hit.has('endpoints') ? ['impact:online-endpoints-and-deployments'] : []),
    ...items.map(({ item }) => `item:${item}`),
  ];
}

/**
 * Where protected settings are given, the CLI reads two of the extension's own settings without looking whether there
 * are any. In a mock without Azure Relay an extension that has settings is taken to have those two.
 */
function refuseUnknownExtension(draft: Draft, existing: SettingBag | null): Refusal | null {
  const keys = Object.keys(draft.configProtected);
  if (keys.length === 0 || existing !== null) return null;
  const error = fail('EXTENSION_EXISTING_UNKNOWN', { keys: keys.join(', '), exception: 'AttributeError' });
  return refuse('AttributeError', 'existing-settings-missing', 'python/attribute', [], error);
}

function takeCertificate(draft: Draft, openFile: OpenFile): Refusal | null {
  if (hasPemPair(draft)) return takePemPair(draft, openFile);
  const secret = lookUp(draft, 'sslSecret');
  if (secret) draft.config['scoringFe.sslSecret'] = secret;
  return null;
}
