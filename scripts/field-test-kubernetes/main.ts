import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { STEPS } from './all-steps.ts';
import { buildApiServer, KUBERNETES_VERSION, moduleFolder, startApiServer } from './api-server.ts';
import { ask } from './ask.ts';
import { compare, normalised } from './compare.ts';
import { DIFFERENCES } from './differences.ts';
import { playCluster } from './played-cluster.ts';
import { writeMessages } from './protobuf-messages.ts';
import { writeSchemas } from './schemas.ts';

/**
 * `npm run field-test:kubernetes`: sends the same requests to a real kube-apiserver and to `apis/kubernetes`, and reports
 * every difference that `differences.ts` does not explain. `--record` keeps the real answers for the tests;
 * `--write-schemas` writes the generated files of `apis/kubernetes` anew. Needs Go and etcd.
 */
const root = path.resolve(import.meta.dirname, '../..');
// The server makes its own certificate; it is on a port of this machine that this program opened.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
process.removeAllListeners('warning');

for (const program of ['go', 'etcd']) {
  if (spawnSync(program, ['version'], { stdio: 'ignore' }).error !== undefined) {
    console.error(`${program} is not installed; this test builds and runs a real API server.`);
    process.exit(3);
  }
}

const program = await buildApiServer();
await using real = await startApiServer(program);
if (process.argv.includes('--write-schemas')) {
  const headers = { authorization: `Bearer ${real.token}` };
  await writeSchemas(root, async (where) => (await fetch(real.url + where, { headers })).json());
  await writeMessages(root, await moduleFolder(), `v0.${KUBERNETES_VERSION.split('.').slice(1).join('.')}`);
}
const realAnswers = await ask(real, STEPS);
if (process.argv.includes('--record')) {
  const recorded = Array.from(realAnswers, ([name, answer]) => [name, normalised(answer)]);
  const file = path.join(root, 'test/apis/kubernetes/real-answers.json');
  await writeFile(file, `[\n${recorded.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
}
await using ours = await playCluster({ installed: false, nodes: 0 });
const ourAnswers = await ask({ url: ours.plainUrl, token: ours.token }, STEPS);

let unexplained = 0;
for (const [name, answer] of realAnswers) {
  const other = ourAnswers.get(name);
  const found = other === undefined ? [] : compare(name, answer, other);
  const why = DIFFERENCES[name];
  if (found.length === 0 && why !== undefined) {
    unexplained++;
    console.log(`${name}: agrees now; remove it from differences.ts`);
  }
  if (found.length === 0 || why !== undefined) continue;
  unexplained++;
  console.log(name);
  for (const one of found) {
    console.log(
      `  ${one.path}\n    real: ${JSON.stringify(one.real)}\n    ours: ${JSON.stringify(one.ours)}`,
    );
  }
}
console.log(
  `${STEPS.length} requests to kube-apiserver ${KUBERNETES_VERSION} and to the mock: ${Object.keys(DIFFERENCES).length} explained differences, ${unexplained} others.`,
);
process.exitCode = unexplained === 0 ? 0 : 1;
