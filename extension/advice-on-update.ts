import type { Advice, AdviceCase } from './advice-case.ts';
import { isTrue, lookUp, readBag } from './bags.ts';
import { hasPemPair } from './pem-pair.ts';

/** What an update does to the settings that are there already (facts of the merge: see `mergeSettings`). */
export function adviseOnUpdate(typed: AdviceCase): Advice[] {
  return [
    ...adviseOnDropped(typed),
    ...adviseOnStoredPair(typed),
    ...adviseOnEmptied(typed),
    ...adviseOnMissingCertificate(typed),
  ];
}

/** Protected settings are replaced as a whole. */
function adviseOnDropped({ configProtected, existingProtectedKeys }: AdviceCase): Advice[] {
  const given = Object.keys(configProtected);
  const [first] = given;
  if (first === undefined) return [];
  if (existingProtectedKeys === undefined) {
    const sentence =
      'Protected settings replace all protected settings that the extension has; give every one that is to stay.';
    return [{ code: 'protected-replaced', key: first, sentence }];
  }
  const made = ['scoringFe.sslCert', 'scoringFe.sslKey'];
  const dropped = existingProtectedKeys.filter((key) => !given.includes(key) && !made.includes(key));
  return dropped.map((key) => ({
    code: 'protected-dropped',
    key,
    sentence: `${key} is not given again, and is dropped: protected settings are replaced as a whole.`,
    suggestion: `--config-protected ${key}=…`,
  }));
}

function adviseOnStoredPair(typed: AdviceCase): Advice[] {
  const { configProtected, existingProtectedKeys } = typed;
  const pairStays =
    Object.keys(configProtected).length === 0 &&
    ['sslCertPemFile', 'sslKeyPemFile'].every((key) => existingProtectedKeys?.includes(key));
  if (!pairStays || !lookUp(typed, 'sslSecret')) return [];
  const sentence =
    'The extension still has sslCertPemFile and sslKeyPemFile, which win over sslSecret; an update cannot take them away alone.';
  return [{ code: 'stored-pem-beats-secret', key: 'sslSecret', sentence }];
}

function adviseOnEmptied({ config, existing }: AdviceCase): Advice[] {
  return Object.entries(config)
    .filter(([key, value]) => value === '' && readBag(existing ?? {}, key) !== undefined)
    .map(([key]) => ({
      code: 'emptied-not-removed',
      key,
      sentence: `${key} is emptied, not removed: an update merges, and no setting goes away but with the extension.`,
    }));
}

/** `create` would refuse this; `update` does not look. */
function adviseOnMissingCertificate(typed: AdviceCase): Advice[] {
  const key = 'allowInsecureConnections';
  if (lookUp(typed, key) === undefined || isTrue(lookUp(typed, key))) return [];
  const stored = ['sslCertPemFile', 'sslKeyPemFile'].every((each) =>
    typed.existingProtectedKeys?.includes(each),
  );
  const secret = lookUp(typed, 'sslSecret') ?? readBag(typed.existing ?? {}, 'sslSecret');
  if (hasPemPair(typed) || stored || secret) return [];
  const sentence = `${key} is switched off, and no certificate is known: the health check will report E40007.`;
  return [{ code: 'no-certificate', key, sentence, suggestion: 'sslSecret=NAME sslCname=www.contoso.com' }];
}
