import { createInterface } from 'node:readline/promises';
import { describeError, MockError } from '../common/errors.ts';
import { checkAzLine, correctAzLine } from '../extension/az-line.ts';
import type { AzCommand, AzOption } from '../extension/az-options.ts';
import type { SettingBag, TypedBags } from '../extension/bags.ts';
import { decideCreate } from '../extension/decide-create.ts';
import { decideUpdate } from '../extension/decide-update.ts';
import { type Decision, describeDecision } from '../extension/decision.ts';
import { EXTENSION_ERRORS } from '../extension/errors.ts';
import type { ExtensionOutcome, ExtensionView } from '../extension/extension-control.ts';
import { describeConfirmation, describeWarning, GENERIC_CONFIRMATION } from '../extension/labels.ts';
import { openInFolder } from '../extension/pem-file.ts';
import { readAzSettings } from './az-settings.ts';
import { azValue, hasAzFlag } from './az-words.ts';
import { callControl } from './control-client.ts';
import { DEFAULT_CONTROL_URL } from './control-url.ts';
import { fail } from './errors.ts';
import { readText } from './read-text.ts';

const OWN: readonly AzOption[] = [
  { names: ['--control-url'], values: 'one' },
  { names: ['--json'], values: 'none' },
  { names: ['--health-report'], values: 'none' },
  { names: ['--dry-run'], values: 'none' },
  { names: ['--node-count'], values: 'one' },
  { names: ['--distribution'], values: 'one' },
  { names: ['--existing'], values: 'one' },
];

/**
 * Runs one `k8s-extension` line.
 *
 * @returns the exit status: 0 done, 1 refused, 2 the line is wrong
 * @throws MockError where no harness answers, or it refuses
 */
export async function runAzLine(command: AzCommand, words: readonly string[]): Promise<number> {
  const { error } = checkAzLine(command, words, { own: OWN });
  if (error !== null) throw error;
  const line: Line = {
    command,
    words,
    json: hasAzFlag(words, '--json'),
    controlUrl: azValue(words, '--control-url') ?? DEFAULT_CONTROL_URL,
  };
  switch (command) {
    case 'show':
      return show(line);
    case 'delete':
      return remove(line);
    default:
      return hasAzFlag(words, '--dry-run') ? dryRun(line) : act(line);
  }
}

interface Line {
  command: AzCommand;
  words: readonly string[];
  json: boolean;
  controlUrl: string;
}

async function show({ words, json, controlUrl }: Line): Promise<number> {
  const view = (await callControl(controlUrl, 'GET', '/extension')) as ExtensionView;
  if (hasAzFlag(words, '--health-report')) {
    if (view.healthReport === null) throw fail('EXTENSION_NO_REPORT', {});
    print(json ? JSON.stringify(view.healthReport, null, 2) : view.healthReport.text.trimEnd());
    return view.healthReport.healthy ? 0 : 1;
  }
  if (!view.installed) throw EXTENSION_ERRORS.fail('EXTENSION_NOT_INSTALLED', {});
  print(json ? JSON.stringify(view, null, 2) : describeView(view));
  return 0;
}

async function remove({ words, json, controlUrl }: Line): Promise<number> {
  if (
    !hasAzFlag(words, '--yes', '-y') &&
    !(await agrees(['Are you sure that you want to delete this extension?']))
  ) {
    return 1;
  }
  await callControl(controlUrl, 'DELETE', '/extension');
  print(json ? JSON.stringify({ installed: false }) : 'The extension is deleted.');
  return 0;
}

async function dryRun(line: Line): Promise<number> {
  const existing = await readExisting(azValue(line.words, '--existing'));
  const decision = decide(line, await settingsOf(line), existing);
  report(line, decision);
  return decision.outcome === 'ok' ? 0 : 1;
}

async function act(line: Line): Promise<number> {
  const { command, words, controlUrl } = line;
  const view = (await callControl(controlUrl, 'GET', '/extension')) as ExtensionView;
  const bags = await settingsOf(line);
  const decision = decide(line, bags, view.installed ? view.config : null);
  if (decision.outcome !== 'ok') {
    report(line, decision);
    return 1;
  }
  const questions = [
    ...decision.confirmations.map(describeConfirmation),
    ...(decision.genericConfirmation === true ? [GENERIC_CONFIRMATION] : []),
  ];
  if (questions.length > 0 && !(await agrees(questions))) return 1;
  const body = {
    ...bags,
    folder: process.cwd(),
    ...(command === 'create' ? { scope: azValue(words, '--scope') } : {}),
  };
  const method = command === 'create' ? 'POST' : 'PUT';
  try {
    const outcome = (await callControl(controlUrl, method, '/extension', body)) as ExtensionOutcome;
    reportOutcome(line, decision, outcome);
    return 0;
  } catch (error) {
    tellWarnings(decision);
    if (!(error instanceof MockError) || error.azureName === null) throw error;
    // The harness could run; what was asked about is bad.
    process.stderr.write(`${describeError(error)}\n`);
    return 1;
  }
}

const settingsOf = ({ command, words }: Line): Promise<TypedBags> => readAzSettings(command, words, OWN);

function decide({ command, words }: Line, bags: TypedBags, existing: SettingBag | null): Decision {
  const openFile = openInFolder();
  if (command === 'update') {
    return decideUpdate({ ...bags, existing, yes: hasAzFlag(words, '--yes', '-y'), openFile });
  }
  return decideCreate({
    ...bags,
    scope: azValue(words, '--scope'),
    clusterType: azValue(words, '--cluster-type', '-t') ?? 'managedClusters',
    nodeCount: nodeCount(azValue(words, '--node-count')),
    distribution: azValue(words, '--distribution'),
    openFile,
  });
}

function nodeCount(value: string | null): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value);
  throw fail('CLI_BAD_OPTION', { option: '--node-count', value, expected: 'a whole number' });
}

async function readExisting(file: string | null): Promise<SettingBag | null> {
  if (file === null) return null;
  const text = await readText(file);
  try {
    const value: unknown = JSON.parse(text);
    if (value === null) return null;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as SettingBag;
  } catch {
    // Falls through to the one error for all that is no JSON object.
  }
  throw fail('CLI_BAD_OPTION', {
    option: '--existing',
    value: file,
    expected: 'a file with one JSON object',
  });
}

/** Prints a decision. */
function report(line: Line, decision: Decision): void {
  const { command, words, json } = line;
  const works =
    decision.corrected === null ? null : correctAzLine(command, words, decision.corrected, { own: OWN });
  if (json) {
    print(JSON.stringify({ ...describeDecision(decision), correctedLine: works }, null, 2));
    return;
  }
  tellWarnings(decision);
  if (decision.outcome === 'ok') print(decision.message);
  else process.stderr.write(`${decision.outcome}: ${decision.message}\n  hint: ${decision.error.remedy}\n`);
  if (works !== null) process.stderr.write(`What was probably meant:\n  ${works}\n`);
}

/** Prints what the harness decided, whose cluster this decision did not know, and what came of it. */
function reportOutcome({ json }: Line, decision: Decision, outcome: ExtensionOutcome): void {
  if (json) {
    print(JSON.stringify(outcome, null, 2));
    return;
  }
  tellWarnings(decision);
  print(describeView(outcome.extension));
}

function tellWarnings({ warnings, advice }: Decision): void {
  for (const label of warnings) process.stderr.write(`warning: ${describeWarning(label)}\n`);
  for (const { sentence, suggestion } of advice) {
    process.stderr.write(`advice: ${sentence}${suggestion === undefined ? '' : ` (${suggestion})`}\n`);
  }
}

function describeView({
  config,
  configProtectedKeys,
  scoring,
  served,
  waitingSecret,
}: ExtensionView): string {
  return [
    'The extension is installed.',
    ...Object.entries(config).map(([key, value]) => `  ${key}=${value}`),
    ...configProtectedKeys.map((key) => `  ${key}=(protected)`),
    ...(scoring === null ? [] : [`Scoring URI: ${scoring.uri}`]),
    ...(scoring?.note ? [scoring.note] : []),
    served === null
      ? 'The router serves plain HTTP, or nothing.'
      : `The router serves SHA-256 ${served.fingerprint}`,
    ...(waitingSecret === null ? [] : [`Waiting for an update: SHA-256 ${waitingSecret}`]),
  ].join('\n');
}

/** Asks on the terminal. Without a terminal the real `az` requires --yes; here the answer is yes. */
async function agrees(questions: string[]): Promise<boolean> {
  for (const question of questions) process.stderr.write(`${question}\n`);
  if (!process.stdin.isTTY) {
    process.stderr.write('No terminal to ask on: taken as yes. The real az insists on --yes here.\n');
    return true;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('(y/n): ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
