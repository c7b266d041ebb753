import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { silentLogger } from '../../../common/logger.ts';
import type { WorkerStart } from '../../../gateway/workers/messages.ts';
import { WorkerThread } from '../../../gateway/workers/worker-thread.ts';

const START: WorkerStart = {
  index: 0,
  workers: 1,
  memory: new SharedArrayBuffer(4),
  options: {
    host: '127.0.0.1',
    httpsPort: 0,
    httpPort: 0,
    router: { profile: 'kubernetes', endpoints: [], seed: 0 },
    ticketKeys: new Uint8Array(48),
  },
  wants: { keyLog: false, divert: false },
};
const HOST = { observe: () => undefined, log: silentLogger, nextConnection: () => 1 };

const ON_MESSAGE = "import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => {";

for (const [what, script, message] of [
  ['cannot be started', "throw new Error('no such thread');", /no such thread/],
  ['fails while it is asked', `${ON_MESSAGE} throw new Error('out of luck'); });`, /out of luck/],
  ['exits while it is asked', `${ON_MESSAGE} process.exit(3); });`, /ended with 3/],
] as const) {
  t.test(
    `a worker that ${what} fails what is asked of it, then and later, and holds up no close`,
    async (t) => {
      const file = path.join(t.testdir(), 'worker.mjs');
      await writeFile(file, script);
      const thread = new WorkerThread(file, START, HOST);
      await t.rejects(thread.ask({ order: 'settle' }), { message });
      await t.rejects(thread.ask({ order: 'settle' }), { message });
      await thread.close(0);
    },
  );
}
