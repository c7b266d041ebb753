import t from 'tap';
import { adviceOnSettings } from '../../cli/settings-advice.ts';
import { cli } from '../support/cli.ts';

t.test('start advises on settings as k8s-extension update does', async (t) => {
  const rows: [config: string[], advice: RegExp[]][] = [
    [['sslcname=ml.contoso.com'], [/"sslcname" is passed on.*\(sslCname=ml\.contoso\.com\)/]],
    [['sslCnam=ml.contoso.com'], [/\(sslCname=ml\.contoso\.com\)/]],
    [['allowInsercureconnection=True'], [/\(allowInsecureConnections=True\)/]],
    [['allowInsecureConnections=yes'], [/counts as false/]],
    [['sslCname = ml.contoso.com'], [/"sslCname " is passed on/]],
    [['enableInference=True', 'sslCname=ml.contoso.com'], []],
  ];
  for (const [config, advice] of rows) {
    const given = adviceOnSettings(flagsWith(config));
    t.equal(given.length, advice.length, config.join(' '));
    t.match(given, advice, config.join(' '));
  }
});

t.test('the words are those of k8s-extension update', async (t) => {
  const config = ['sslcname=ml.contoso.com', 'allowInsecureConnections=yes', 'sslSecret=x'];
  const updated = await cli('k8s-extension', 'update', '--dry-run', '--yes', '--config', ...config);
  const advice = updated.stderr.split('\n').filter((line) => line.startsWith('advice: '));
  t.equal(advice.length, 2, updated.stderr);
  t.strictSame(adviceOnSettings(flagsWith(config)), advice);
});

function flagsWith(config: string[]): Parameters<typeof adviceOnSettings>[0] {
  return { config } as Parameters<typeof adviceOnSettings>[0];
}
