import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import type { ReadyInfo } from '../../harness/harness.ts';
import { needs, run } from '../support/tools.ts';
import { emptyFolder, install, pack, runIn } from './packed.ts';

t.setTimeout(900_000);

/** Runs on the Node that runs the tests; AZUREML_FE_MOCK_ALL_NODES=1 adds the oldest and the newest that are meant. */
const NODES = process.env.AZUREML_FE_MOCK_ALL_NODES === '1' ? ['22.22', '24', '26'] : ['this'];

const folder = await emptyFolder();
t.teardown(() => folder[Symbol.asyncDispose]());
const archive = await pack(folder.path);

const projects: { node: string; project: string; skip: string | false }[] = [];
for (const node of NODES) {
  const project = path.join(folder.path, `node-${node}`);
  const skip = await install(project, archive, ...(node === 'this' ? [] : [`node@${node}`]));
  projects.push({ node, project, skip });
}

for (const { node, project, skip } of projects) {
  t.test(`the package as users get it, on Node ${node}`, { skip }, async (t) => {
    // npx would take the Node that npm itself runs on, where the project brings none.
    const runNode = (...args: string[]) =>
      node === 'this' ? runIn(project, process.execPath, ...args) : runIn(project, 'npx', 'node', ...args);
    if (node !== 'this') {
      const { stdout } = await runNode('--version');
      t.ok(stdout.startsWith(`v${node}.`), `runs on ${stdout.trim()}`);
    }

    await t.test('the command helps and runs a scenario', async (t) => {
      const help = await runIn(project, 'npx', 'azureml-fe-mock', '--help');
      t.match(help, { code: 0, stdout: /scenarios/ });
      const ran = await runIn(project, 'npx', 'azureml-fe-mock', 'scenarios', 'run', 'expired');
      t.match(ran, { code: 0, stdout: /1 as described, 0 not/ });
    });

    // A worker is a file of its own, which nothing imports.
    for (const more of process.platform === 'linux' ? [[], ['--workers', '2']] : [[]]) {
      await t.test(
        `${['start', ...more].join(' ')} is ready, and curl scores`,
        { skip: needs('curl') },
        async (t) => {
          const started = await start(project, ...more);
          try {
            const { ready } = started;
            const { host, port } = new URL(ready.scoringUri);
            const { stdout, stderr } = await run('curl', [
              ...['--silent', '--show-error', '--cacert', ready.caFile ?? '', '-d', '{"data":[[1,2,3]]}'],
              ...['--resolve', `${host}:127.0.0.1`, '-H', `Authorization: Bearer ${ready.key}`],
              ...['-H', 'Content-Type: application/json', ready.scoringUri],
            ]);
            t.ok(port !== '');
            t.strictSame(JSON.parse(stdout || '{}'), { result: [6] }, stderr);
          } finally {
            t.equal(await started.stop(), 0, 'it ends in order');
          }
        },
      );
    }

    await t.test('the library is there for ESM and for CommonJS', async (t) => {
      const use =
        'const fe = await startHarness({ scenario: "expired" }); await fe.close(); console.log(fe.scoringUri)';
      const scripts = {
        'esm.mjs': `import { startHarness } from 'azureml-fe-mock'; ${use};`,
        'cjs.cjs': `const { startHarness } = require('azureml-fe-mock'); (async () => { ${use} })();`,
      };
      for (const [file, script] of Object.entries(scripts)) {
        await writeFile(path.join(project, file), script);
        const { code, stdout, stderr } = await runNode(file);
        t.match({ code, stdout }, { code: 0, stdout: /^https:\/\/www\.contoso\.com:\d+\// }, stderr);
      }
    });

    await t.test('without testcontainers its module says what is missing', async (t) => {
      const script = "import('azureml-fe-mock/testcontainers').catch((error) => console.log(error.message));";
      const { stdout } = await runNode('--eval', script);
      t.match(stdout, /Cannot find package 'testcontainers'/);
    });
  });
}

/** `start` of the installed package on free ports, from when it is ready. */
async function start(
  project: string,
  ...more: string[]
): Promise<{ ready: ReadyInfo; stop(): Promise<number | null> }> {
  const ports = ['--https-port', '0', '--http-port', '0', '--dns-port', '0', '--control-port', '0'];
  const launcher = path.join(project, 'node_modules/.bin/azureml-fe-mock');
  const env = { ...process.env, PATH: `${path.join(project, 'node_modules/.bin')}:${process.env.PATH}` };
  const child = spawn(
    launcher,
    ['start', '--json', ...more, ...ports, '--state', path.join(project, 'state')],
    {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`start ended with ${code}`))),
  ]);
  return {
    ready: JSON.parse(String(line)),
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      return code;
    },
  };
}
