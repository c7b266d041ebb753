import type { Advice, AdviceCase } from './advice-case.ts';
import { adviseOnUpdate } from './advice-on-update.ts';
import { adviseOnValues } from './advice-on-values.ts';
import { lookUp, readBag } from './bags.ts';
import { correctSettings } from './correct.ts';
import { formatSettings, showSetting } from './format-settings.ts';
import { isKnownKey, suggestKey } from './known-keys.ts';
import { type BagName, findSetting } from './settings-table.ts';

export type { Advice, AdviceCase } from './advice-case.ts';

/** Looks for what the CLI lets pass. The advice stands beside the decision and never changes it. */
export function advise(typed: AdviceCase): Advice[] {
  return [
    ...adviseOnSwitch(typed),
    ...adviseOnNames(typed),
    ...adviseOnBags(typed),
    ...adviseOnCertificate(typed),
    ...adviseOnValues(typed),
    ...(typed.operation === 'update' ? adviseOnUpdate(typed) : []),
  ];
}

/** The CLI says what is missing; here is the line with it. */
function adviseOnSwitch(typed: AdviceCase): Advice[] {
  const corrected = typed.errorKind === 'nothing-enabled' ? correctSettings(typed) : null;
  if (corrected === null) return [];
  const component = corrected.config.enableTraining === 'True' ? 'enableTraining' : 'enableInference';
  const sentence = `${component}=True is missing; nothing is installed without it.`;
  return [{ code: 'nothing-enabled', key: component, sentence, suggestion: formatSettings(corrected) }];
}

function adviseOnNames(typed: AdviceCase): Advice[] {
  const given = new Set(allKeys(typed));
  return eachTyped(typed).flatMap(({ bag, key, value }): Advice[] => {
    if (isKnownKey(key)) return [];
    const meant = suggestKey(key, given);
    if (meant === null) {
      const sentence = `No setting is called "${key}"; it is passed on, and nothing is known to read it.`;
      return [{ code: 'unknown-key', key, sentence }];
    }
    const home = findSetting(meant)?.bag ?? bag;
    const sentence = `"${key}" is passed on and read by nothing; the setting is called ${meant}.`;
    return [{ code: 'misspelled-key', key, sentence, suggestion: showSetting(home, meant, value) }];
  });
}

function adviseOnBags(typed: AdviceCase): Advice[] {
  return eachTyped(typed).flatMap(({ bag, key, value }): Advice[] => {
    const setting = findSetting(key);
    if (setting === undefined || setting.bag === bag) return [];
    if (setting.bag === 'config') {
      const sentence = `${key} is no secret and belongs after --config; a protected setting is dropped by the next update that gives protected settings without it.`;
      return [
        { code: 'wrong-bag', key, sentence, suggestion: `--config ${showSetting('config', key, value)}` },
      ];
    }
    const sentence = `${key} is only looked for after --config-protected; after --config the file is not opened.`;
    const suggestion = `--config-protected ${showSetting('configProtected', key, value)}`;
    return [{ code: 'wrong-bag', key, sentence, suggestion }];
  });
}

function adviseOnCertificate(typed: AdviceCase): Advice[] {
  const [cert, key] = ['sslCertPemFile', 'sslKeyPemFile'].map((name) =>
    Boolean(readBag(typed.configProtected, name)),
  );
  if (cert !== key) {
    const [there, missing] = cert ? ['sslCertPemFile', 'sslKeyPemFile'] : ['sslKeyPemFile', 'sslCertPemFile'];
    const sentence = `${there} without ${missing} is ignored: the CLI takes both or neither.`;
    return [{ code: 'half-pem-pair', key: there, sentence }];
  }
  if (!cert || !lookUp(typed, 'sslSecret')) return [];
  const sentence =
    'sslSecret is given beside sslCertPemFile and sslKeyPemFile; the two files win, and the article allows one way only.';
  return [{ code: 'pem-beats-secret', key: 'sslSecret', sentence }];
}

interface TypedSetting {
  bag: BagName;
  key: string;
  value: string;
}

function eachTyped(typed: AdviceCase): TypedSetting[] {
  return (['config', 'configProtected'] as const).flatMap((bag) =>
    Object.entries(typed[bag]).map(([key, value]) => ({ bag, key, value })),
  );
}

const allKeys = (typed: AdviceCase): string[] => eachTyped(typed).map(({ key }) => key);
