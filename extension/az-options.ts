/** The commands of `az k8s-extension` that the mock has. */
export type AzCommand = 'create' | 'update' | 'show' | 'delete';

/** How many words an option takes: none, one, one at most, one or more. */
export type AzValues = 'none' | 'one' | 'maybe' | 'many';

export interface AzOption {
  /** All spellings, the usual one first. */
  names: readonly [string, ...string[]];
  values: AzValues;
  /** The words it takes, in any case; any word where there are none. */
  choices?: readonly string[];
}

interface AzRow extends AzOption {
  commands: readonly AzCommand[];
  required?: boolean;
}

const ALL: readonly AzCommand[] = ['create', 'update', 'show', 'delete'];
const SETTING: readonly AzCommand[] = ['create', 'update'];
const CREATE: readonly AzCommand[] = ['create'];

const one = (commands: readonly AzCommand[], ...names: [string, ...string[]]): AzRow => ({
  names,
  values: 'one',
  commands,
});
const flag = (commands: readonly AzCommand[], ...names: [string, ...string[]]): AzRow => ({
  names,
  values: 'none',
  commands,
});

const TABLE: readonly AzRow[] = [
  { ...one(ALL, '--name', '-n'), required: true },
  { ...one(CREATE, '--extension-type'), required: true },
  { ...one(SETTING, '--config', '--configuration-settings', '--config-settings'), values: 'many' },
  {
    ...one(
      SETTING,
      '--config-protected',
      '--config-protected-settings',
      '--configuration-protected-settings',
    ),
    values: 'many',
  },
  one(SETTING, '--config-file', '--config-settings-file', '--configuration-settings-file'),
  one(
    SETTING,
    '--config-protected-file',
    '--config-protected-settings-file',
    '--configuration-protected-settings-file',
  ),
  {
    ...one(ALL, '--cluster-type', '-t'),
    required: true,
    choices: ['connectedClusters', 'managedClusters', 'appliances', 'provisionedClusters'],
  },
  { ...one(ALL, '--cluster-name', '-c'), required: true },
  { ...one(ALL, '--resource-group', '-g'), required: true },
  one(ALL, '--cluster-resource-provider', '--cluster-rp'),
  { ...one(CREATE, '--scope'), choices: ['cluster', 'namespace'] },
  one(CREATE, '--release-namespace'),
  one(CREATE, '--target-namespace'),
  {
    ...one(SETTING, '--auto-upgrade-minor-version', '--auto-upgrade'),
    values: 'maybe',
    choices: ['true', 'false', 't', 'f', 'yes', 'no', 'y', 'n', '1', '0'],
  },
  one(SETTING, '--version'),
  one(SETTING, '--release-train'),
  one(CREATE, '--plan-name'),
  one(CREATE, '--plan-product'),
  one(CREATE, '--plan-publisher'),
  flag(['create', 'update', 'delete'], '--no-wait'),
  flag(['update', 'delete'], '--yes', '-y'),
  flag(['delete'], '--force'),
  one(ALL, '--output', '-o'),
  one(ALL, '--query'),
  one(ALL, '--subscription'),
  flag(ALL, '--debug'),
  flag(ALL, '--verbose'),
  flag(ALL, '--only-show-errors'),
  flag(ALL, '--help', '-h'),
];

/** The options that `az` (extension k8s-extension 1.4.4) has for a command. */
export function azOptions(command: AzCommand): readonly AzOption[] {
  return TABLE.filter(({ commands }) => commands.includes(command));
}

/** The options that `az` insists on for a command, by their usual names. */
export function requiredAzOptions(command: AzCommand): readonly string[] {
  return TABLE.filter(({ commands, required }) => required === true && commands.includes(command)).map(
    ({ names }) => names[0],
  );
}
