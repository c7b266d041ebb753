import t from 'tap';
import { silentLogger } from '../../common/logger.ts';
import { type ModelServer, startModel } from '../../model/server.ts';
import { COMPARED_REQUESTS } from './compared-requests.ts';
import { essence } from './essence.ts';
import {
  installInferenceServer,
  type RealInferenceServer,
  startInferenceServer,
} from './real-inference-server.ts';
import { sendRequest } from './send-request.ts';
import { type ScriptName, TWIN_SCRIPTS } from './twin-scripts.ts';

async function findPython(): Promise<string | Error> {
  if (process.platform === 'win32')
    return new Error('The comparison runs where the real server runs on gunicorn.');
  return installInferenceServer().catch((error: Error) => error);
}

const python = await findPython();
const required = process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS === '1';

if (python instanceof Error && !required)
  t.test(
    'answers as the real azureml-inference-server-http',
    { skip: `not installed: ${python.message.trim().split('\n').at(-1)}` },
    () => {},
  );
else
  t.test('answers as the real azureml-inference-server-http', async (t) => {
    if (python instanceof Error) throw python;
    await using servers = new AsyncDisposableStack();
    const pairs = new Map<ScriptName, { real: RealInferenceServer; embedded: ModelServer }>();
    for (const [name, { python: source, embedded: score }] of Object.entries(TWIN_SCRIPTS)) {
      const embedded = servers.use(
        await startModel({ host: '127.0.0.1', port: 0, log: silentLogger, score }),
      );
      const real = servers.use(await startInferenceServer(python, source));
      pairs.set(name as ScriptName, { real, embedded });
    }

    for (const request of COMPARED_REQUESTS) {
      const pair = pairs.get(request.script);
      if (pair === undefined) throw new Error(`No servers run the script "${request.script}".`);
      const real = await sendRequest(pair.real.url, request);
      const embedded = await sendRequest(pair.embedded.url, request);
      const title = `to ${request.title} (script: ${request.script})`;
      t.strictSame(essence(request, embedded), essence(request, real), title);
    }
  });
