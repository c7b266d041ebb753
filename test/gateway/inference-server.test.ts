import t from 'tap';
import { silentLogger } from '../../common/logger.ts';
import { defaultDeployment } from '../../gateway/routing/endpoints.ts';
import { startModel } from '../../model/server.ts';
import { COMPARED_REQUESTS } from '../model/compared-requests.ts';
import { essence } from '../model/essence.ts';
import { installInferenceServer, startInferenceServer } from '../model/real-inference-server.ts';
import { sendRequest, type TestRequest } from '../model/send-request.ts';
import { TWIN_SCRIPTS } from '../model/twin-scripts.ts';
import { KEY, NAME, routerOf, startTestGateway, type TestGateway } from '../support/gateway.ts';

const python = await installInferenceServer().catch((error: Error) => error);
const required = process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS === '1';
const skip =
  python instanceof Error && !required ? `not installed: ${python.message.trim().split('\n').at(-1)}` : false;

/** The routes of a model server that the router has a route for. */
const ROUTES = /^\/(score|swagger\.json)(?=\?|$)/;

const behindRouter = (model: string) =>
  startTestGateway({ router: routerOf(defaultDeployment('blue', model)) });

const send = (at: TestGateway, request: TestRequest) =>
  sendRequest(
    `https://127.0.0.1:${at.gateway.httpsPort}`,
    {
      ...request,
      path: request.path.replace(ROUTES, '/api/v1/endpoint/demo/$1'),
      headers: { ...request.headers, authorization: `Bearer ${KEY}` },
    },
    { servername: NAME, ca: at.caPem },
  );

t.test(
  'the real azureml-inference-server-http works behind the router as the embedded one does',
  { skip },
  async (t) => {
    if (python instanceof Error) throw python;
    const { python: source, embedded: score } = TWIN_SCRIPTS.text;
    await using real = await startInferenceServer(python, source);
    await using embedded = await startModel({ host: '127.0.0.1', port: 0, log: silentLogger, score });
    await using realRouter = await behindRouter(real.url);
    await using embeddedRouter = await behindRouter(embedded.url);

    const scored = await send(realRouter, { method: 'POST', path: '/score', body: '{"data":[[1,2,3]]}' });
    t.equal(scored.status, 200, scored.body);
    t.equal(scored.headers['azureml-model-deployment'], 'blue');
    t.match(scored.headers['x-ms-server-version'], /^azmlinfsrv\//);

    const requests = COMPARED_REQUESTS.filter(({ script, path }) => script === 'text' && ROUTES.test(path));
    t.ok(requests.length >= 10, `${requests.length} requests`);
    for (const request of requests) {
      const answers = [await send(realRouter, request), await send(embeddedRouter, request)] as const;
      const [ofReal, ofEmbedded] = answers.map((answer) => essence(request, answer));
      t.strictSame(ofEmbedded, ofReal, request.title);
    }
  },
);
