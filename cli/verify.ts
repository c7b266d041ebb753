import { type Command, Option } from 'commander';
import { stateDir, whole, withExample } from './options.ts';
import type { VerifyFlags } from './verify-flags.ts';

/** `verify`: a person's own client through the catalogue. */
export function addVerifyCommand(program: Command): void {
  const command = program
    .command('verify')
    .argument('[command...]', 'the client and its arguments, after "--"; {uri}, {key} and {ca} are replaced')
    .description('run any client through the catalogue and report whether it fails closed')
    .option('--scenario <name...>', 'only these scenarios')
    .option('--group <name...>', 'only these groups')
    .addOption(
      new Option(
        '--via <way>',
        'how the client gets into the worlds; the best that works here where left out',
      ).choices(['netns', 'proxy', 'direct', 'docker']),
    )
    .option('--image <image>', 'for --via docker: the image that holds the client')
    .option('--service <command>', 'the client is a service: it is started for each scenario, and ended')
    .option('--ready <url|text>', 'for --service: what answers, or is printed, once it is ready')
    .option('--trigger <command>', 'for --service: makes it score, and its exit status says whether it did')
    .option(
      '--settle <ms>',
      'for --service: how long it is watched; default: 5000 without --trigger',
      whole(0, 600_000),
    )
    .option('--jobs <n>', 'how many runs at a time; default: the number of cores', whole(1, 64))
    .option('--timeout <seconds>', 'for each run', seconds, 15)
    .option('--system-trust', "put the CA into the client's copy of the system's roots as well (netns)")
    .addOption(stateDir('keeps the certificate authority between runs'))
    .option('--report <format=file...>', 'junit=FILE, json=FILE, markdown=FILE, html=FILE, sarif=FILE')
    .option('--baseline <file>', 'a JSON report of before: its failures are known, only new ones count')
    .option('--explain <scenario>', 'run this scenario and show what each side sent, step by step')
    .option('--page', 'show the run in a browser while it goes on; stays until Ctrl-C')
    .option('--json', 'the report as JSON on stdout')
    .passThroughOptions();
  withExample(
    command,
    'azureml-fe-mock verify -- python3 score.py',
    'azureml-fe-mock verify --scenario expired fqdn-mismatch -- curl --fail --cacert {ca} \\',
    '    -H "Authorization: Bearer {key}" -d \'{"data":[[1,2,3]]}\' {uri}',
    "azureml-fe-mock verify --service 'python3 app.py' --ready http://127.0.0.1:8000/ \\\\",
    "    --trigger 'curl --fail http://127.0.0.1:8000/predict'",
    'azureml-fe-mock verify --report junit=verify.xml --report sarif=verify.sarif -- ./client',
  );
  command.addHelpText(
    'after',
    '\nThe client finds SCORING_URI, SCORING_KEY and SCORING_CA_FILE in its environment, and the variables by which\n' +
      'common runtimes learn what to trust. It is right when it scores, exits 0 only then, and sends nothing elsewhere.',
  );
  command.action(async (words: string[], flags: VerifyFlags) => {
    const isService = flags.service !== undefined;
    if (isService === words.length > 0) {
      const problem = isService
        ? '--service takes the place of a command'
        : "missing required argument 'command'";
      command.error(`error: ${problem}`, { code: 'commander.missingArgument' });
    }
    process.exitCode = await (await import('./verify-run.ts')).verify(words, flags);
  });
}

function seconds(value: string): number {
  return whole(1, 3600)(value);
}

/** A hidden command: holds worlds for clients that run in a container beside this one. */
export function addVerifyWorldCommand(program: Command): void {
  program.command('verify-world', { hidden: true }).action(async () => {
    const [{ serveWorlds }, { openAuthority }] = await Promise.all([
      import('../verify/docker/lane-process.ts'),
      import('../pki/authority.ts'),
    ]);
    await serveWorlds(await openAuthority({ stateDir: null }), process.stdin, process.stdout);
  });
}
