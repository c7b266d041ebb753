import { isDeepStrictEqual } from 'node:util';
import { isTrue, lookUp, type TypedBags } from './bags.ts';
import { isKnownKey, suggestKey } from './known-keys.ts';
import { closestServiceType, serviceTypeOf } from './service-type.ts';
import { type BagName, findSetting } from './settings-table.ts';

/** Settings as they were probably meant. */
export interface Correction extends TypedBags {
  /** What `--scope` should be; null where it may stay. */
  scope: 'cluster' | null;
}

export interface TypedCommand extends TypedBags {
  operation: 'create' | 'update';
  scope?: string | null;
}

/**
 * Corrects what follows from the settings alone: names, bags, doubles, and for `create` the switch, the service
 * type and what excludes it. A certificate and its name do not follow from them, so that the result may still be
 * refused.
 *
 * @returns null where there is nothing to correct
 */
export function correctSettings(command: TypedCommand): Correction | null {
  const { operation, config, configProtected } = command;
  const scope = operation === 'create' && command.scope === 'namespace' ? 'cluster' : null;
  const bags = toBags(rename(command), operation);
  if (operation === 'create') switchOn(bags);
  if (operation === 'update' || isTrue(lookUp(bags, 'enableInference'))) correctServiceType(bags, operation);
  const isRight = scope === null && isDeepStrictEqual(bags, { config, configProtected });
  return isRight ? null : { ...bags, scope };
}

/** One typed setting. */
interface Entry {
  bag: BagName;
  key: string;
  value: string;
}

type OpenBags = Record<BagName, Record<string, string>>;

/** The switches of old that became values of another setting. */
const OLD_SWITCHES: Readonly<Record<string, string>> = {
  privateEndpointNodeport: 'NodePort',
  privateEndpointILB: 'azure',
};

/** Gives every setting the name that was probably meant, and no two of them the same. */
function rename({ config, configProtected }: TypedBags): Entry[] {
  const given = new Set([...Object.keys(config), ...Object.keys(configProtected)]);
  return [...toEntries('config', config), ...toEntries('configProtected', configProtected)].map((entry) => {
    const { bag, key, value } = entry;
    const meant = isKnownKey(key) ? null : suggestKey(key, given);
    const newValue = OLD_SWITCHES[key];
    if (meant === null || (newValue !== undefined && !isTrue(value))) return entry;
    given.add(meant);
    return { bag, key: meant, value: newValue ?? value };
  });
}

const toEntries = (bag: BagName, settings: TypedBags[BagName]): Entry[] =>
  Object.entries(settings).map(([key, value]) => ({ bag, key, value }));

/** Puts every setting into the bag where it is looked for; of a double the one that stands there already stays. */
function toBags(entries: readonly Entry[], operation: 'create' | 'update'): OpenBags {
  const times = Map.groupBy(entries, ({ key }) => key);
  const bagOf = ({ bag, key }: Entry): BagName => {
    const home = findSetting(key)?.bag ?? 'config';
    const isRefusedDouble = operation === 'create' && times.get(key)?.length === 2;
    return home === 'configProtected' || isRefusedDouble ? home : bag;
  };
  const fill = (bag: BagName): Record<string, string> => {
    const inBag = entries.filter((entry) => bagOf(entry) === bag);
    const inPlace = new Set(inBag.filter((entry) => entry.bag === bag).map(({ key }) => key));
    const kept = inBag.filter((entry) => entry.bag === bag || !inPlace.has(entry.key));
    return Object.fromEntries(kept.map(({ key, value }) => [key, value]));
  };
  return { config: fill('config'), configProtected: fill('configProtected') };
}

/** Where neither component is on: the one that the other settings are for, inference unless they are for training. */
function switchOn(bags: OpenBags): void {
  if (['enableInference', 'enableTraining'].some((key) => isTrue(lookUp(bags, key)))) return;
  const all = { ...bags.config, ...bags.configProtected };
  const forInference = Object.keys(all).some((key) => /^(ssl|inference|internal|allowInsecure)/.test(key));
  const forTraining = Object.hasOwn(all, 'installVolcano') || Object.hasOwn(all, 'enableTraining');
  const component = forTraining && !forInference ? 'enableTraining' : 'enableInference';
  delete bags.configProtected[component];
  bags.config = { [component]: 'True', ...withoutKey(bags.config, component) };
}

function correctServiceType(bags: OpenBags, operation: 'create' | 'update'): void {
  const key = 'inferenceRouterServiceType';
  const bag =
    Object.hasOwn(bags.configProtected, key) && !Object.hasOwn(bags.config, key)
      ? bags.configProtected
      : bags.config;
  const typed = bag[key] ?? '';
  const mayBeMissing = operation === 'update';
  if (typed === '' ? !mayBeMissing : serviceTypeOf(typed) === null) bag[key] = closestServiceType(typed);
  if (operation === 'create' && serviceTypeOf(bag[key]) === 'nodePort') {
    delete bags.config.internalLoadBalancerProvider;
    delete bags.configProtected.internalLoadBalancerProvider;
  }
}

const withoutKey = (settings: Record<string, string>, key: string): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).filter(([each]) => each !== key));
