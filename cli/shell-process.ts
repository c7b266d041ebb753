/**
 * Runs inside the namespaces of `shell`, as their first process: the harness on the ports of a production cluster, and the
 * shell or the command beside it.
 *
 * Argument: the file with the `ShellOrder`.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describeError, MockError } from '../common/errors.ts';
import { type Harness, startHarness } from '../harness/harness.ts';
import { catalogue } from '../scenarios/catalogue.ts';
import { harnessOptions } from './harness-options.ts';
import { logObservation } from './log.ts';
import type { ShellOrder } from './shell-run.ts';
import { toolVariables } from './tool-variables.ts';

/** Where our own commands look for a harness unless told otherwise. */
const CONTROL_PORT = 8055;
/** Proxies lead out of the namespaces, where nothing is. */
const MISLEADING = /^(https?|all|no|ftp)_proxy$/i;

const order: ShellOrder = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

try {
  process.exitCode = await run(order);
} catch (error) {
  if (!(error instanceof MockError)) throw error;
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = error.exit;
}
// What the shell left in the background ends with the namespaces, and those with this process.
process.exit();

async function run({ flags, words, bundle, controlSocket, temporaryFolder }: ShellOrder): Promise<number> {
  const options = await harnessOptions({ ...flags, controlHost: '127.0.0.1', controlPort: CONTROL_PORT });
  const harness = await startHarness({ ...options, catalogue, isResolver: true });
  harness.world.observations.subscribe((seen) => logObservation(options.log, seen));
  if (bundle !== null) trustEverywhere(bundle, harness);
  const door = openDoor(controlSocket, new URL(harness.controlUrl));
  // Ctrl-C is for what runs in the foreground.
  process.on('SIGINT', () => undefined);
  process.on('SIGQUIT', () => undefined);
  try {
    return await runCommand(words, {
      ...environmentFor(harness, temporaryFolder),
      AZUREML_FE_MOCK_STATE: path.resolve(flags.state),
    });
  } finally {
    door.close();
    await harness.close(0);
  }
}

/** Adds the mock's CAs to the bundle that stands over the system's own. */
function trustEverywhere(bundle: string, { tools, world }: Harness): void {
  const own = tools === null ? world.caPem : readFileSync(tools.caFile, 'utf8');
  writeFileSync(bundle, `${readFileSync(bundle, 'utf8').trimEnd()}\n${own}`);
}

/** A Unix socket reaches out of a network namespace; from there the page is served. */
function openDoor(socket: string, { hostname, port }: URL): net.Server {
  const door = net.createServer((outside) => {
    const inside = net.connect(Number(port), hostname);
    outside.pipe(inside).pipe(outside);
    outside.on('error', () => inside.destroy());
    inside.on('error', () => outside.destroy());
  });
  return door.listen(socket);
}

function environmentFor({ tools }: Harness, temporaryFolder: string | null): NodeJS.ProcessEnv {
  const { TMPDIR: _own, ...inherited } = process.env;
  const kept = Object.entries(inherited).filter(([name]) => !MISLEADING.test(name));
  return {
    ...Object.fromEntries(kept),
    ...(temporaryFolder === null ? {} : { TMPDIR: temporaryFolder }),
    ...(tools === null ? {} : toolVariables(tools, { az: true, kubectl: true })),
  };
}

/** @returns its exit status; 127 where it does not exist, as a shell would say */
async function runCommand([command, ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command ?? process.env.SHELL ?? 'sh', args, { stdio: 'inherit', env });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(127);
    });
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
