import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import t from 'tap';
import { cli } from '../support/cli.ts';
import {
  type ClusterObject,
  type Container,
  type DeploymentSpec,
  expandArguments,
  ofKind,
  ROOT,
  readManifest,
} from './cluster-objects.ts';

const VARIABLES = { SCORING_KEY: 'a-key', AZUREML_FE_SERVICE_HOST: '10.0.12.34' };

/** Where the process of this test may listen and what it may read, instead of what a container has to itself. */
const INSTEAD: [RegExp, string][] = [
  [/^(--(?:control-)?host=)0\.0\.0\.0$/, '$1127.0.0.1'],
  [/^(--[a-z]+-port=)\d+$/, '$10'],
];

const objects: ClusterObject[] = [];
for (const file of ['azureml-fe.yaml', 'azureml-dns.yaml', 'azureml-model.yaml'])
  objects.push(...(await readManifest(file)));

for (const { metadata, spec } of ofKind<DeploymentSpec>(objects, 'Deployment')) {
  for (const container of spec.template.spec.containers) {
    t.test(`${metadata.name} starts with the arguments of its manifest and is healthy`, async (t) => {
      const dir = t.testdir();
      await cli('certs', 'issue', '--out', path.join(dir, 'contoso-tls'), '--state', path.join(dir, 'state'));
      const args = expandArguments(container.args ?? [], VARIABLES);
      t.notMatch(args.join(' '), /\$\(/, 'every variable has a value');
      const started = await start(args.map((argument) => adapt(argument, dir)));
      t.teardown(() => started.child.kill('SIGKILL'));

      for (const name of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const) {
        const probe = container[name]?.httpGet;
        t.ok(hasPort(container, probe?.port), `the port of ${name} is one of the container`);
        const url = new URL(probe?.path ?? '', started.url);
        t.equal((await fetch(url)).status, 200, name);
      }
      started.child.kill('SIGTERM');
      t.strictSame(await once(started.child, 'exit'), [0, null], 'SIGTERM ends it in order');
    });

    t.test(`a container of ${metadata.name} listens where its manifest says`, async (t) => {
      for (const argument of container.args ?? []) {
        const port = /^--[a-z]+-port=(\d+)$/.exec(argument)?.[1];
        if (port !== undefined) t.ok(hasPort(container, Number(port)), argument);
        t.notMatch(argument, /^--(control-)?host=(?!0\.0\.0\.0)/);
      }
      const ports = container.ports?.map(({ containerPort }) => `-port=${containerPort}`) ?? [];
      for (const port of ports)
        t.ok(
          container.args?.some((argument) => argument.endsWith(port)),
          port,
        );
    });
  }
}

t.test('an option that is none would be noticed', async (t) => {
  await t.rejects(start(['gateway', '--watch-secrets']), /ended with 2: error: unknown option/);
});

function adapt(argument: string, dir: string): string {
  if (argument === '--secrets-dir=/secrets') return `--secrets-dir=${dir}`;
  return INSTEAD.reduce((text, [pattern, value]) => text.replace(pattern, value), argument);
}

function hasPort({ ports = [] }: Container, port: string | number | undefined): boolean {
  return ports.some(({ name, containerPort }) => name === port || containerPort === port);
}

/** Starts the command and resolves when it has said at which address it can be asked. */
async function start(args: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'cli/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
      const [said] = /http:\/\/127\.0\.0\.1:\d+/.exec(out) ?? [];
      if (said !== undefined) resolve(said);
    });
    child.once('close', (code) => reject(new Error(`${args[0]} ended with ${code}: ${err}`)));
  });
  return { child, url };
}
