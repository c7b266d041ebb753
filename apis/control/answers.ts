/** What the control API answers, as schemas for /openapi.json. A test compares them with real answers. */
import { type TSchema, Type } from '@sinclair/typebox';
import { ObservedSchema } from '../../common/observed-schema.ts';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const oneOf = <const T extends string>(...words: T[]) => Type.Unsafe<T>({ type: 'string', enum: words });
const Texts = Type.Array(Type.String());
const Pairs = Type.Record(Type.String(), Type.String());

/** The certificate in service. */
const Served = Nullable(
  Type.Object({
    fingerprint: Type.String({ description: 'SHA-256, hex with colons' }),
    notAfter: Nullable(Type.String({ description: 'ISO 8601' })),
    names: Texts,
  }),
);

const Tools = Type.Object(
  {
    kubernetesUrl: Nullable(Type.String()),
    kubernetesHttpUrl: Nullable(Type.String()),
    kubeconfig: Nullable(Type.String({ description: 'path of the kubeconfig' })),
    kubeCacheDir: Nullable(Type.String()),
    azureUrl: Nullable(Type.String()),
    azureIdentityUrl: Nullable(Type.String()),
    azureConfigDir: Nullable(Type.String()),
    caFile: Type.String({ description: 'path of what the tools are to trust, PEM' }),
  },
  { description: 'How real tools reach the open APIs; null for what is closed' },
);

export const HealthAnswer = Type.Object({
  status: Type.Literal('ok'),
  fqdn: Type.Optional(Type.String()),
  scoringUri: Type.Optional(Nullable(Type.String())),
  scenario: Type.Optional(Nullable(Type.String())),
  served: Type.Optional(Served),
  zones: Type.Optional(Texts),
  dns: Type.Optional(Type.Object({ address: Type.String(), port: Type.Integer() })),
  tools: Type.Optional(Nullable(Tools)),
});

export const NO_CONTENT = { 204: Type.Null({ description: 'Done; there is no body' }) };

/** An answer that is not JSON. */
export const textAnswer = (mediaType: string, description: string) => ({
  200: { description, content: { [mediaType]: { schema: Type.String() } } },
});

export const ProblemAnswer = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: "Azure's code where there is one, otherwise the reason" }),
    reason: Type.String({ description: 'a heading of docs/errors.md' }),
    remedy: Type.String(),
    exit: Type.Integer({ description: 'exit status of a command that meets the error' }),
  },
  { description: 'The error as application/problem+json (RFC 9457)' },
);

export const ObservationsAnswer = Type.Composite([
  ObservedSchema,
  Type.Object({
    events: Type.Array(
      Type.Object(
        { kind: Type.String(), seq: Type.Integer(), at: Type.String(), ms: Type.Number() },
        { additionalProperties: true, description: 'One event; its other members depend on its kind' },
      ),
    ),
    dropped: Type.Integer({ description: 'How many observations were dropped because the log was full' }),
  }),
]);

const RecordAnswer = Type.Object({
  name: Type.String(),
  type: Type.String(),
  value: Type.String(),
  ttl: Type.Integer({ description: 'seconds' }),
});
export const RecordsAnswer = Type.Object({ records: Type.Array(RecordAnswer) });

const FaultOfName = Type.Object({
  fault: Type.String(),
  type: Type.Optional(Type.String()),
  delayMs: Type.Optional(Type.Integer()),
  records: Type.Optional(Type.Array(RecordAnswer)),
  answers: Type.Optional(Type.Array(Texts)),
});
export const FaultAnswer = Type.Composite([Type.Object({ name: Type.String() }), FaultOfName]);
export const FaultsAnswer = Type.Object({
  faults: Type.Array(Type.Object({ name: Type.String(), fault: FaultOfName })),
});

const ProbeAnswer = Type.Object({
  initialDelayMs: Type.Integer(),
  periodMs: Type.Integer(),
  timeoutMs: Type.Integer(),
  successThreshold: Type.Integer(),
  failureThreshold: Type.Integer(),
});

const DeploymentAnswer = Type.Object({
  name: Type.String(),
  instanceCount: Type.Integer(),
  requestTimeoutMs: Type.Integer(),
  maxConcurrentRequestsPerInstance: Type.Integer(),
  maxQueueWaitMs: Type.Integer(),
  backendUrl: Type.String(),
  livenessProbe: ProbeAnswer,
  readinessProbe: ProbeAnswer,
});

export const TrafficAnswer = Type.Record(Type.String(), Type.Integer(), {
  description: 'percent by deployment',
});
export const EndpointAnswer = Type.Object({
  name: Type.String(),
  authMode: oneOf('key', 'aml_token'),
  traffic: TrafficAnswer,
  deployments: Type.Array(DeploymentAnswer),
});
export const EndpointsAnswer = Type.Array(EndpointAnswer);
export const KeyAnswer = Type.Object({
  primary: Type.Optional(Type.String()),
  secondary: Type.Optional(Type.String()),
});
export const TokenAnswer = Type.Object({
  accessToken: Type.String(),
  expiryTimeUtc: Type.Number({ description: 'seconds since 1970' }),
  refreshAfterTimeUtc: Type.Number({ description: 'seconds since 1970' }),
});

export const ReadinessAnswer = Type.Array(
  Type.Object({
    endpoint: Type.String(),
    deployment: Type.String(),
    ready: Type.Boolean(),
    replicas: Type.Integer(),
    readyReplicas: Type.Integer(),
    busyReplicas: Type.Integer(),
    inFlight: Type.Integer(),
    queued: Type.Integer(),
    utilisation: Type.Number(),
  }),
);

const HealthReportAnswer = Type.Object({
  durationMs: Type.Integer(),
  date: Type.String(),
  k8sDistribution: Type.String(),
  k8sInfrastructure: Type.String(),
  correlationId: Type.String(),
  troubleShootingGuide: Type.String(),
  checks: Type.Array(
    Type.Object({
      status: oneOf('Passed', 'Failed'),
      name: Type.String(),
      errorCode: Type.Optional(Type.String()),
      errorName: Type.Optional(Type.String()),
      errorMessage: Type.Optional(Type.String()),
      remedy: Type.Optional(Type.String()),
      severity: Type.Optional(Type.String()),
    }),
  ),
  healthy: Type.Boolean(),
  blocked: Type.Boolean(),
  text: Type.String({ description: 'the report as the extension prints it' }),
});

export const ExtensionAnswer = Type.Object({
  installed: Type.Boolean(),
  config: Pairs,
  configProtectedKeys: Texts,
  scoring: Nullable(
    Type.Object({
      scheme: oneOf('https', 'http'),
      host: Type.String(),
      port: Type.Integer(),
      reachedAt: Type.Object({ host: Type.String(), port: Type.Integer() }),
      dnsRecord: Nullable(Type.Object({ name: Type.String(), address: Type.String() })),
      note: Nullable(Type.String()),
      uri: Type.String(),
    }),
  ),
  served: Served,
  waitingSecret: Nullable(Type.String()),
  healthReport: Nullable(HealthReportAnswer),
});

export const ExtensionChangeAnswer = Type.Object({
  operation: oneOf('create', 'update'),
  outcome: Type.Literal('ok'),
  warnings: Texts,
  confirmations: Texts,
  genericConfirmation: Type.Optional(Type.Boolean()),
  effectiveConfig: Type.Record(Type.String(), Type.Union([Type.String(), Type.Boolean()])),
  effectiveConfigProtectedKeys: Texts,
  message: Type.String(),
  advice: Type.Array(
    Type.Object({
      code: Type.String(),
      key: Type.String(),
      sentence: Type.String(),
      suggestion: Type.Optional(Type.String()),
    }),
  ),
  extension: ExtensionAnswer,
});

export const ScenariosAnswer = Type.Array(
  Type.Object({
    name: Type.String(),
    aliases: Texts,
    title: Type.String(),
    group: Type.String(),
    importance: Type.String(),
    expectation: oneOf('accept', 'reject', 'advise'),
    lesson: Type.String(),
    forClients: Type.Boolean({
      description: 'whether it says something about a client; false for settings and the reference client',
    }),
  }),
);
export const ScenarioAnswer = Type.Object({ scenario: Nullable(Type.String()) });

export const ClientAnswer = Type.Object({
  scoringUri: Type.String(),
  key: Type.String({
    description: 'the bearer key that a client is to send; a wrong one where that is the trial',
  }),
  ca: Type.String({ description: 'what a client is to trust, PEM' }),
});

export const VerdictSchema = Type.Object({
  scenario: Type.String(),
  expectation: oneOf('accept', 'reject', 'advise'),
  verdict: oneOf('pass', 'fail', 'advisory', 'inconclusive'),
  finding: Nullable(
    Type.String({ description: 'a stable word; null where the client did what was expected' }),
  ),
  reason: Type.String({ description: 'what the client did, as the predicate of a sentence' }),
  evidence: Type.Array(Type.String(), { description: 'what was seen, a line each' }),
});
