import { Command } from 'commander';
import t from 'tap';
import { explainKeptOptions } from '../../cli/npm-options.ts';
import { cli, MAIN } from '../support/cli.ts';
import { run } from '../support/tools.ts';

const program = new Command();
program.command('start').option('--scenario <name>').option('--https-port <port>').option('--key <key>');
program.command('verify').option('--scenario <name...>');

t.test('an option that npm kept is named, with the line that works', async (t) => {
  const rows: [env: NodeJS.ProcessEnv, words: string[], remedy: RegExp | null][] = [
    [
      { npm_lifecycle_event: 'start', npm_config_scenario: 'true' },
      ['start', 'expired'],
      /: npm start -- --scenario expired$/,
    ],
    [
      { npm_lifecycle_event: 'start', npm_config_https_port: 'true' },
      ['start', '0'],
      /: npm start -- --https-port 0$/,
    ],
    [
      { npm_lifecycle_event: 'cli', npm_config_scenario: 'true' },
      ['verify', 'expired', 'python3', 'score.py'],
      /: npm run -s cli -- verify --scenario expired python3 score\.py$/,
    ],
    [{ npm_lifecycle_event: 'start', npm_config_registry: 'x' }, ['start'], null],
    [{ npm_lifecycle_event: 'test', npm_config_scenario: 'true' }, ['start'], null],
    [{ npm_lifecycle_event: 'start', npm_config_key: '-----BEGIN PRIVATE KEY-----' }, ['start'], null],
    [{}, ['start', '--scenario', 'expired'], null],
  ];
  for (const [env, words, remedy] of rows) {
    const error = explainKeptOptions(program, words, env);
    if (remedy === null) t.equal(error, null, words.join(' '));
    else t.match(error, { reason: 'CLI_NPM_KEPT_OPTION', remedy, exit: 2 }, words.join(' '));
  }
});

t.test('the command says so and starts nothing', async (t) => {
  const ran = await run('env', [
    ...['npm_lifecycle_event=start', 'npm_config_scenario=true'],
    ...[process.execPath, MAIN, 'start', 'expired'],
  ]);
  t.equal(ran.code, 2);
  t.match(ran.stderr, /CLI_NPM_KEPT_OPTION: npm kept --scenario[\s\S]*npm start -- --scenario expired/);
  t.equal(ran.stdout, '');
  t.equal((await cli('start', 'expired')).code, 2);
});
