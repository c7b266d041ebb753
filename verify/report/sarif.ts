import { standingOf } from '../diagnosis/diagnose.ts';
import type { Diagnosis } from '../diagnosis/mistakes.ts';
import type { ScenarioReport, VerifyReport } from '../verdict.ts';

/** SARIF section 3.35: what was accepted elsewhere than in the client's own source. */
const ACCEPTED = {
  kind: 'external' as const,
  justification: 'A known failure, accepted by the baseline of the run.',
};

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

type Level = 'error' | 'warning' | 'note' | 'none';
type Kind = 'fail' | 'open' | 'informational' | 'pass' | 'notApplicable';

/**
 * The report in SARIF 2.1.0 (OASIS): the scenarios are the rules, their lessons the help, and the client's file is the
 * place of every result. The mistakes of the diagnosis have rules of their own, `diagnosis/NAME`, and their results come
 * first. Failures that `--baseline` accepts are suppressed.
 */
export function sarifReport(report: VerifyReport): string {
  return `${JSON.stringify(sarifLog(report), null, 2)}\n`;
}

/** The same as an object. */
export function sarifLog(report: VerifyReport) {
  const location = { physicalLocation: { artifactLocation: { uri: artifactOf(report.client) } } };
  const { startedAt, durationMs, tool } = report;
  const endTimeUtc = new Date(Date.parse(startedAt) + durationMs).toISOString();
  const rules = [...report.results.map(rule), ...report.diagnosis.map(mistakeRule)];
  return {
    $schema: SCHEMA,
    version: '2.1.0' as const,
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, rules } },
        invocations: [{ executionSuccessful: true, startTimeUtc: startedAt, endTimeUtc }],
        columnKind: 'utf16CodeUnits' as const,
        results: [
          ...report.diagnosis.map((diagnosis, index) => ({
            ...mistakeResult(diagnosis, report),
            ruleIndex: report.results.length + index,
            locations: [location],
          })),
          ...report.results.map((result, ruleIndex) => ({
            ruleId: result.scenario,
            ruleIndex,
            ...kindAndLevel(result),
            message: { text: messageOf(result) },
            locations: [location],
            partialFingerprints: {
              'scenarioAndFinding/v1': `${result.scenario}:${result.finding ?? 'none'}`,
            },
            ...(report.known.includes(result.scenario) ? { suppressions: [ACCEPTED] } : {}),
            properties: { expectation: result.expectation, left: result.left, evidence: result.evidence },
          })),
        ],
      },
    ],
  };
}

/** Not the bare name: `http-fallback` is a scenario, too. */
const idOf = ({ mistake }: Diagnosis): string => `diagnosis/${mistake}`;

function mistakeRule(diagnosis: Diagnosis) {
  return {
    id: idOf(diagnosis),
    name: pascalCase(diagnosis.mistake),
    shortDescription: { text: `${diagnosis.title}.` },
    fullDescription: { text: `${diagnosis.title}.` },
    help: { text: diagnosis.change },
    defaultConfiguration: { level: 'error' as Level },
    properties: {
      tags: ['security', 'tls', 'diagnosis'],
      precision: diagnosis.certain ? 'very-high' : 'medium',
      'security-severity': '9.1',
    },
  };
}

function mistakeResult(diagnosis: Diagnosis, report: VerifyReport) {
  const { mistake, certain, title, scenarios, runtime, change } = diagnosis;
  const standing = standingOf(diagnosis, report);
  const level: Level = standing === 'advice' ? 'note' : certain ? 'error' : 'warning';
  return {
    ruleId: idOf(diagnosis),
    kind: 'fail' as Kind,
    level,
    message: { text: `${title}${certain ? '' : ' (likely)'}. ${change} Proved by: ${scenarios.join(', ')}.` },
    partialFingerprints: { 'mistake/v1': mistake },
    ...(standing === 'known' ? { suppressions: [ACCEPTED] } : {}),
    properties: { certain, scenarios, runtime },
  };
}

const LEVELS: Readonly<Record<string, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** As GitHub grades alerts: above 9 critical, above 7 high, above 4 medium. */
const SECURITY_SEVERITY: Readonly<Record<string, string>> = {
  critical: '9.1',
  high: '7.5',
  medium: '5.0',
  low: '2.0',
};

const levelOf = (importance: string): Level => LEVELS[importance] ?? 'warning';

function rule({ scenario, title, lesson, group, importance, expectation }: ScenarioReport) {
  return {
    id: scenario,
    name: pascalCase(scenario),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: `${title}. A right client: ${expectation}.` },
    help: { text: lesson },
    defaultConfiguration: { level: levelOf(importance) },
    properties: {
      tags: ['security', 'tls', group],
      precision: 'very-high',
      'security-severity': SECURITY_SEVERITY[importance] ?? '5.0',
    },
  };
}

const pascalCase = (name: string): string =>
  name.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());

/** SARIF section 3.27.9 and 3.27.10: a level is for what failed; where a result only informs, it is `none`. */
function kindAndLevel({ verdict, finding, importance }: ScenarioReport): { kind: Kind; level: Level } {
  switch (verdict) {
    case 'fail':
      return { kind: 'fail', level: levelOf(importance) };
    case 'advisory':
      return finding === null ? { kind: 'informational', level: 'none' } : { kind: 'fail', level: 'note' };
    case 'inconclusive':
      return { kind: 'open', level: 'none' };
    case 'pass':
      return { kind: 'pass', level: 'none' };
    case 'skipped':
      return { kind: 'notApplicable', level: 'none' };
  }
}

function messageOf({ verdict, finding, reason, left }: ScenarioReport): string {
  if (verdict === 'skipped') return `Not run: ${reason}.`;
  const found = finding === null ? '' : `${finding}: `;
  return `${found}the client ${reason}. What left it: ${left}.`;
}

/** Options after which an argument is a program's text and not its file. */
const EVALUATES = new Set(['-c', '-ec', '-e', '--eval']);

const SHELLS = /^(\S*\/)?(ba|da|z)?sh$/;

/**
 * The file that a reader would open to mend the client: the first argument that looks like one (`score.py`), or the
 * command itself. As a URI reference (RFC 3986 section 4.1), so that code hosts find relative ones in the repository.
 */
function artifactOf(client: readonly string[]): string {
  const [command = 'client', ...args] = withoutShell(client);
  const isFile = (arg: string, index: number): boolean =>
    /^[^-{][^{}]*\.[A-Za-z]\w*$/.test(arg) && !arg.includes('://') && !EVALUATES.has(args[index - 1] ?? '');
  const file = (args.find(isFile) ?? command).replaceAll('\\', '/').replace(/^\.\//, '');
  const segments = file.split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${segments}` : segments;
}

/** `sh -c 'python3 score.py'` as the words of its text, because the shell is not what needs mending. */
function withoutShell(client: readonly string[]): readonly string[] {
  const [command = '', option = '', text = ''] = client;
  const isText = SHELLS.test(command) && /^-e?c$/.test(option);
  return isText ? text.trim().split(/[\s;&|]+/) : client;
}
