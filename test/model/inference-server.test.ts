import t from 'tap';
import { silentLogger } from '../../common/logger.ts';
import { type ModelServer, startModel } from '../../model/server.ts';
import { COMPARED_REQUESTS, type ComparedRequest } from './compared-requests.ts';
import {
  installInferenceServer,
  type RealInferenceServer,
  startInferenceServer,
} from './real-inference-server.ts';
import { sendRequest, type TestAnswer } from './send-request.ts';
import { type ScriptName, TWIN_SCRIPTS } from './twin-scripts.ts';

/** Headers of the HTTP server below, which is gunicorn there and Node here, and not of the inference server. */
const OF_THE_CONNECTION = ['connection', 'date', 'keep-alive', 'server'];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What both answers have to have in common: everything, but for what differs between two answers of one server. */
function essence({ method, path }: ComparedRequest, { status, headers, body }: TestAnswer) {
  const isSwagger = path.startsWith('/swagger.json') && status === 200 && method !== 'OPTIONS';
  const isError = headers['content-type'] === 'application/json' && status >= 400;
  const kept = Object.entries(headers)
    // The sentences of errors and documents are our own, and so is their length.
    .filter(
      ([name]) => !OF_THE_CONNECTION.includes(name) && !(name === 'content-length' && (isError || isSwagger)),
    )
    .map(([name, value]) => [name, mask(name, String(value))] as const)
    .sort(([a], [b]) => a.localeCompare(b));
  return { status, headers: Object.fromEntries(kept), body: isError || isSwagger ? shape(body) : body };
}

function mask(name: string, value: string): string {
  if (name === 'x-ms-run-fn-exec-ms' && /^\d+\.\d{3}$/.test(value)) return '(milliseconds)';
  if (name.endsWith('-id') && UUID.test(value)) return '(UUID)';
  return name === 'allow' ? value.split(', ').sort().join(', ') : value;
}

/** A JSON document without the sentences and schemas in it, which are each server's own. */
function shape(body: string): unknown {
  if (body === '') return '';
  return JSON.parse(body, (key, value: unknown) => {
    if (key === 'description' || key === 'message') return typeof value;
    return key === 'ServiceInput' || key === 'ServiceOutput' ? typeof value : value;
  });
}

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
