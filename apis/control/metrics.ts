import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ObservationLog } from '../../common/observation-log.ts';
import type { Observation } from '../../common/observations.ts';
import type { Gateway } from '../../gateway/gateway.ts';

export interface Metrics {
  /** The media type of `text`. */
  readonly contentType: string;
  /** All metrics in the Prometheus text format. */
  text(): Promise<string>;
  close(): void;
}

/** Upper bounds in seconds: the router promises 3 ms and 15 ms, and gives up after 5 s. */
const LATENCY_BUCKETS = [0.001, 0.003, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/**
 * Counts the stream of observations in a registry of its own, so that two harnesses in one process do not
 * count together.
 *
 * @param gateway where there is one: its certificate and its queues are read when the metrics are
 */
export function createMetrics(observations: ObservationLog, gateway?: Gateway): Metrics {
  const registry = new Registry();
  const count = countersIn(registry);
  const stop = observations.subscribe(count);
  if (gateway !== undefined) addGatewayGauges(registry, gateway);
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    close: stop,
  };
}

function countersIn(registry: Registry): (seen: Observation) => void {
  const registers = [registry];
  const handshakes = new Counter({
    name: 'azureml_fe_tls_handshakes_total',
    help: 'TLS handshakes by outcome, alert and who sent it',
    labelNames: ['outcome', 'alert', 'sent_by', 'version'],
    registers,
  });
  const requests = new Counter({
    name: 'azureml_fe_requests_total',
    help: 'Requests by status code, the decision that made it, and deployment',
    labelNames: ['code', 'decision', 'deployment'],
    registers,
  });
  const latency = new Histogram({
    name: 'azureml_fe_request_duration_seconds',
    help: 'From the head of a request to the end of its answer',
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const queries = new Counter({
    name: 'azureml_fe_dns_queries_total',
    help: 'DNS queries by type, RCODE and transport; none where nothing was answered',
    labelNames: ['type', 'rcode', 'transport'],
    registers,
  });
  const updates = new Counter({
    name: 'azureml_fe_dns_updates_total',
    help: 'DNS UPDATE messages by RCODE',
    labelNames: ['rcode'],
    registers,
  });
  const resources = new Counter({
    name: 'azureml_fe_resource_changes_total',
    help: 'Changes by the Kubernetes API and by Azure Resource Manager',
    labelNames: ['api', 'event'],
    registers,
  });
  const connections = new Counter({
    name: 'azureml_fe_connections_total',
    help: 'TCP connections by listener',
    labelNames: ['listener'],
    registers,
  });
  const secrets = new Counter({
    name: 'azureml_fe_secret_events_total',
    help: 'What became of the secret: loaded, changed (it waits for the update, or is served soon) or refused',
    labelNames: ['event'],
    registers,
  });
  const open = new Gauge({
    name: 'azureml_fe_connections_open',
    help: 'TCP connections that are open',
    registers,
  });
  return (seen) => {
    switch (seen.kind) {
      case 'tls-handshake': {
        const { outcome, alert, version } = seen;
        const labels = {
          alert: alert?.description ?? '',
          sent_by: alert?.sentBy ?? '',
          version: version ?? '',
        };
        handshakes.inc({ outcome, ...labels });
        return;
      }
      case 'http-response': {
        const { status, decision, deployment, durationMs } = seen;
        requests.inc({ code: String(status ?? ''), decision, deployment: deployment ?? '' });
        latency.observe(durationMs / 1000);
        return;
      }
      case 'dns-query':
        queries.inc({ type: seen.type, rcode: seen.rcode ?? 'none', transport: seen.transport });
        return;
      case 'dns-update':
        updates.inc({ rcode: seen.rcode });
        return;
      case 'resource':
        resources.inc({ api: seen.api, event: seen.event });
        return;
      case 'secret':
        secrets.inc({ event: seen.event });
        return;
      case 'connection-opened':
        connections.inc({ listener: seen.listener });
        open.inc();
        return;
      case 'connection-closed':
        open.dec();
        return;
      default:
        return;
    }
  };
}

function addGatewayGauges(registry: Registry, gateway: Gateway): void {
  const registers = [registry];
  new Gauge({
    name: 'azureml_fe_certificate_not_after_seconds',
    help: 'When the served certificate expires, Unix time; absent without TLS',
    registers,
    collect() {
      this.reset();
      const notAfter = gateway.served?.notAfter;
      if (notAfter) this.set(notAfter.getTime() / 1000);
    },
  });
  const replica = { labelNames: ['endpoint', 'deployment'] as const, registers };
  new Gauge({
    ...replica,
    name: 'azureml_fe_deployment_queued',
    help: 'Requests that wait for a replica',
    collect() {
      this.reset();
      for (const { endpoint, deployment, queued } of gateway.router.readiness()) {
        this.set({ endpoint, deployment }, queued);
      }
    },
  });
  new Gauge({
    ...replica,
    name: 'azureml_fe_deployment_ready',
    help: '1 while the deployment passes its readiness probe',
    collect() {
      this.reset();
      for (const { endpoint, deployment, ready } of gateway.router.readiness()) {
        this.set({ endpoint, deployment }, ready ? 1 : 0);
      }
    },
  });
}
