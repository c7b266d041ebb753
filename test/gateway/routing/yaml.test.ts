import t from 'tap';
import { MockError } from '../../../common/errors.ts';
import { readDeploymentYaml, readEndpointYaml } from '../../../gateway/routing/yaml.ts';

const SCHEMAS = 'https://azuremlschemas.azureedge.net/latest';

/** The reason and sentence of the error that `act` throws. */
function refusal(act: () => unknown): { reason: string; message: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof MockError) return { reason: error.reason, message: error.message };
    throw error;
  }
  return { reason: 'nothing was refused', message: '' };
}

t.test('a Kubernetes endpoint file is read', async (t) => {
  const endpoint = readEndpointYaml(
    `
$schema: ${SCHEMAS}/kubernetesOnlineEndpoint.schema.json
name: tf-mnist
compute: azureml:arc-cluster
auth_mode: aml_token
description: digits
tags: {team: vision}
traffic:
  blue: 90
  green: 10
`,
    'endpoint.yml',
  );
  t.strictSame(endpoint, {
    file: 'endpoint.yml',
    name: 'tf-mnist',
    authMode: 'aml_token',
    traffic: { blue: 90, green: 10 },
    notes: [],
  });
});

t.test('an endpoint file without auth_mode has keys, and without traffic says nothing of it', async (t) => {
  t.match(readEndpointYaml('name: demo', 'e.yml'), { authMode: 'key', traffic: null });
});

t.test('auth_mode is read in the spellings that azure-ai-ml takes', async (t) => {
  const modeOf = (spelling: string) =>
    readEndpointYaml(`name: demo\ncompute: azureml:c\nauth_mode: ${spelling}`, 'e.yml').authMode;
  for (const spelling of ['key', 'Key', 'KEY']) t.equal(modeOf(spelling), 'key', spelling);
  for (const spelling of ['aml_token', 'AMLToken', 'AML_TOKEN', 'AmlToken', 'amlToken'])
    t.equal(modeOf(spelling), 'aml_token', spelling);
  for (const spelling of ['AMLTOKEN', 'aml-token', 'AADToken', 'keys'])
    t.match(
      refusal(() => modeOf(spelling)),
      { reason: 'ENDPOINT_AUTH_MODE', message: new RegExp(spelling) },
    );
});

t.test('numbers in quotes are numbers, as azure-ai-ml reads them', async (t) => {
  t.strictSame(readEndpointYaml('name: demo\ncompute: azureml:c\ntraffic: {blue: "100"}', 'e.yml').traffic, {
    blue: 100,
  });
  const { deployment } = readDeploymentYaml(
    'name: blue\ntype: kubernetes\nendpoint_name: demo\ninstance_count: "2"\nrequest_settings: {request_timeout_ms: "3_000", max_queue_wait_ms: 7.9}',
    'b.yml',
  );
  t.match(deployment, { instanceCount: 2, requestTimeoutMs: 3000, maxQueueWaitMs: 7 });
});

t.test('compute and type decide what is managed, and $schema does not', async (t) => {
  const endpoint = (text: string, profile?: 'managed') =>
    readEndpointYaml(`name: demo\n${text}`, 'e.yml', profile).notes;
  t.match(endpoint(''), [/^e\.yml: it has no compute, so that az makes a managed online endpoint of it/]);
  t.strictSame(endpoint('', 'managed'), []);
  t.strictSame(endpoint('compute: azureml:c'), []);
  t.match(endpoint(`compute: azureml:c\n$schema: ${SCHEMAS}/managedOnlineEndpoint.schema.json`), [
    /^e\.yml: \$schema is .*managedOnlineEndpoint.*compute decides/,
  ]);
  const deployment = (text: string, profile?: 'managed') =>
    readDeploymentYaml(`name: blue\nendpoint_name: demo\n${text}`, 'b.yml', profile).notes;
  t.match(deployment(''), [/^b\.yml: it has no type, so that az makes a managed online deployment of it/]);
  t.match(deployment('type: Kubernetes'), [/^b\.yml: its type is "Kubernetes", .*managed/]);
  t.match(deployment('type: managed'), [/^b\.yml: its type is "managed", .*managed/]);
  t.strictSame(deployment('type: kubernetes'), []);
  t.strictSame(deployment('type: managed', 'managed'), []);
  t.match(deployment(`type: kubernetes\n$schema: ${SCHEMAS}/managedOnlineDeployment.schema.json`), [
    /^b\.yml: \$schema is .*managedOnlineDeployment.*type decides/,
  ]);
});

t.test('a Kubernetes deployment file with everything is read', async (t) => {
  const { endpointName, deployment, notes } = readDeploymentYaml(
    `
$schema: ${SCHEMAS}/kubernetesOnlineDeployment.schema.json
name: blue
type: kubernetes
endpoint_name: tf-mnist
model: {path: ./model}
code_configuration: {code: ./src, scoring_script: score.py}
environment: azureml:minimal@latest
environment_variables: {LOG: debug}
instance_type: defaultinstancetype
instance_count: 3
app_insights_enabled: true
scale_settings: {type: default}
request_settings:
  request_timeout_ms: 3000
  max_concurrent_requests_per_instance: 2
  max_queue_wait_ms: 100
liveness_probe: {initial_delay: 20, period: 5, timeout: 3, success_threshold: 2, failure_threshold: 4}
readiness_probe: {period: 6}
resources:
  requests: {cpu: "0.1", memory: 0.5Gi}
`,
    'blue.yml',
  );
  t.equal(endpointName, 'tf-mnist');
  t.strictSame(notes, []);
  t.strictSame(deployment, {
    name: 'blue',
    instanceCount: 3,
    requestTimeoutMs: 3000,
    maxConcurrentRequestsPerInstance: 2,
    maxQueueWaitMs: 100,
    livenessProbe: {
      initialDelayMs: 20_000,
      periodMs: 5000,
      timeoutMs: 3000,
      successThreshold: 2,
      failureThreshold: 4,
    },
    readinessProbe: {
      initialDelayMs: 10_000,
      periodMs: 6000,
      timeoutMs: 2000,
      successThreshold: 1,
      failureThreshold: 30,
    },
  });
});

t.test('what a deployment file leaves out has the default of the schema', async (t) => {
  const bare = 'name: blue\nendpoint_name: demo\n';
  t.match(readDeploymentYaml(bare, 'b.yml').deployment, {
    instanceCount: 1,
    requestTimeoutMs: 5000,
    maxConcurrentRequestsPerInstance: 1,
    maxQueueWaitMs: 500,
  });
  t.equal(readDeploymentYaml(bare, 'b.yml', 'v1').deployment.requestTimeoutMs, 60_000);
});

t.test(
  'an autoscaled deployment begins with its min_instances, and a note says that it stays there',
  async (t) => {
    const { deployment, notes } = readDeploymentYaml(
      'name: blue\ntype: kubernetes\nendpoint_name: demo\nscale_settings: {type: target_utilization, min_instances: 2, max_instances: 5}',
      'b.yml',
    );
    t.equal(deployment.instanceCount, 2);
    t.match(notes, [/b\.yml: there is no autoscaler here/]);
  },
);

t.test('an unknown key is reported, with the one that was probably meant', async (t) => {
  const { deployment, notes } = readDeploymentYaml(
    'name: blue\ntype: kubernetes\nendpoint_name: demo\nrequest_settings: {request_timeout: 100}\nliveness_prob: {}',
    'b.yml',
  );
  t.equal(deployment.requestTimeoutMs, 5000);
  t.match(notes, [
    /liveness_prob is not a known key.+Did you mean liveness_probe\?/,
    /request_settings\.request_timeout is not a known key.+Did you mean request_settings\.request_timeout_ms\?/,
  ]);
});

const ENDPOINTS: [string, string, string, RegExp][] = [
  ['no YAML at all', 'name: [', 'ENDPOINT_YAML', /e\.yml.*line 1/],
  ['a list', '- name: demo', 'ENDPOINT_YAML', /not a mapping/],
  ['an empty file', '', 'ENDPOINT_YAML', /not a mapping/],
  ['the same key twice', 'name: demo\nname: other', 'ENDPOINT_YAML', /line 2/],
  ['no name', 'auth_mode: key', 'ENDPOINT_YAML_MISSING', /no name/],
  ['a number as name', 'name: 5', 'ENDPOINT_YAML_VALUE', /name is 5, which is not a text/],
  ['a bad name', 'name: my_demo', 'ENDPOINT_NAME', /my_demo/],
  ['aad_token', 'name: demo\nauth_mode: aad_token', 'ENDPOINT_AUTH_MODE', /aad_token/],
  ['mirror_traffic', 'name: demo\nmirror_traffic: {green: 10}', 'ENDPOINT_MIRROR_TRAFFIC', /mirror_traffic/],
  [
    'traffic as the CLI writes it',
    'name: demo\ntraffic: "blue=90 green=10"',
    'ENDPOINT_YAML_VALUE',
    /a mapping/,
  ],
  [
    'a percentage as words',
    'name: demo\ntraffic: {blue: "all"}',
    'ENDPOINT_YAML_VALUE',
    /traffic\.blue is "all"/,
  ],
  ['101 percent', 'name: demo\ntraffic: {blue: 101}', 'ENDPOINT_YAML_VALUE', /from 0 to 100/],
  [
    'a deployment',
    'name: blue\nendpoint_name: demo',
    'ENDPOINT_YAML_IS_DEPLOYMENT',
    /e\.yml names an endpoint_name/,
  ],
];

for (const [what, text, reason, message] of ENDPOINTS) {
  t.test(`${what} is no endpoint file: ${reason}`, async (t) => {
    t.match(
      refusal(() => readEndpointYaml(text, 'e.yml')),
      { reason, message },
    );
  });
}

const SETTINGS: [string, RegExp][] = [
  ['instance_count: 0', /instance_count is 0.*whole number from 1/],
  ['instance_count: two', /instance_count is "two"/],
  ['request_settings: fast', /request_settings is "fast".*a mapping/],
  ['request_settings: {request_timeout_ms: 0}', /request_settings\.request_timeout_ms is 0/],
  ['request_settings: {request_timeout_ms: true}', /request_timeout_ms is true/],
  ['request_settings: {request_timeout_ms: 300001}', /from 1 to 300000/],
  ['request_settings: {max_queue_wait_ms: -1}', /max_queue_wait_ms is -1/],
  ['liveness_probe: {period: 10s}', /liveness_probe\.period is "10s"/],
  ['readiness_probe: {initial_delay: 0}', /readiness_probe\.initial_delay is 0/],
  ['liveness_probe: [1]', /liveness_probe is \[1\]/],
];

for (const [setting, message] of SETTINGS) {
  t.test(`${setting} is refused with the key and the value`, async (t) => {
    t.match(
      refusal(() => readDeploymentYaml(`name: blue\nendpoint_name: demo\n${setting}`, 'b.yml')),
      { reason: 'ENDPOINT_YAML_VALUE', message },
    );
  });
}

t.test('a deployment file needs its endpoint', async (t) => {
  t.match(
    refusal(() => readDeploymentYaml('name: blue', 'b.yml')),
    { reason: 'ENDPOINT_YAML_MISSING', message: /endpoint_name/ },
  );
});

t.test('managed files are read where the managed profile is played', async (t) => {
  const text = `$schema: ${SCHEMAS}/managedOnlineEndpoint.schema.json\nname: demo`;
  t.equal(readEndpointYaml(text, 'e.yml', 'managed').name, 'demo');
});

const HOSTILE: Record<string, string> = {
  'an alias without its anchor': 'name: *nothing',
  'a value that holds itself': 'name: demo\ntraffic: &a [*a]',
  'aliases that multiply': `a: &a [x,x]\n${'bcdefghij'.replace(/./g, (key, at: number) => `${key}: &${key} [*${'abcdefghi'[at]},*${'abcdefghi'[at]}]\n`)}`,
  'nesting without an end': `name: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
};

for (const [what, text] of Object.entries(HOSTILE)) {
  t.test(`${what} is an error of the file`, async (t) => {
    t.equal(refusal(() => readEndpointYaml(text, 'e.yml')).reason, 'ENDPOINT_YAML');
  });
}
