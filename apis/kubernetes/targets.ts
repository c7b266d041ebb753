/**
 * What the Kubernetes API is handed. The API keeps the objects of a small cluster; everything that is true about the
 * router comes through these interfaces, and every change of a Secret goes back through them.
 *
 * `openKubernetesApi` of `server.ts` opens it; its type is `OpenKubernetesApi` below. Load `server.ts` when it is needed:
 * the HTTP library and the schemas come with it.
 */
export interface KubernetesTargets {
  secrets: SecretStore;
  /** The router as it is now. Called once for each request and after each change, so it has to be cheap (< 1 ms). */
  router(): RouterFacts;
  /** The events of the cluster, oldest first, at most `MAX_EVENTS` of `limits.ts` are kept. */
  events(): ClusterEvent[];
  /** Lines that a container of a router pod has written, oldest first, without line ends. */
  log(pod: string, container: string): LogLine[];
  /**
   * Calls `listener` after anything above has changed: a Secret, the router's facts, an event, a log line.
   * @returns a function that ends the subscription
   */
  subscribe(listener: () => void): () => void;
  /** The time, in ms since 1970. Default: `Date.now`. */
  now?(): number;
}

/** A Secret as the harness and Kubernetes share it. The values are the bytes, not base64. */
export interface SharedSecret {
  namespace: string;
  name: string;
  type: string;
  data: Record<string, Uint8Array>;
}

/** The Secrets that the harness holds: the one that `sslSecret` names is looked up here. */
export interface SecretStore {
  list(): SharedSecret[];
  /**
   * Takes a Secret that a client created or changed. The API accepts any Secret, as Kubernetes does; what the router
   * thinks of it shows in `events()` and in the health report.
   */
  put(secret: SharedSecret): void | Promise<void>;
  remove(namespace: string, name: string): void | Promise<void>;
}

/** What the extension has made of the cluster. */
export interface RouterFacts {
  /** False after `az k8s-extension delete`: the objects of the extension are gone, the namespace stays. */
  installed: boolean;
  /** ms since 1970 at which the extension was created. */
  installedAt: number;
  /** Increased by each update of the extension; an update undoes manual edits of its objects. */
  revision: number;
  /** The name in the scoring URI (`sslCname`), or null. */
  fqdn: string | null;
  serviceType: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** The address at which clients reach the router, shown as the load balancer's. */
  address: string;
  /** The node's port that NodePort has, for port 80 and 443 (30000 to 32767); null lets the API choose. */
  nodePorts: { http: number; https: number } | null;
  /** 3 with `inferenceRouterHA`, 1 without. */
  replicas: number;
  /** Whether each replica, by index, passes its readiness probe. */
  ready: boolean[];
  nodes: number;
  /** The Secret that `sslSecret` names, or null. */
  sslSecret: string | null;
  /** The text of the health check's report, for the ConfigMap `arcml-healthcheck`, and whether it passed. */
  health: { passed: boolean; report: string; at: number } | null;
  endpoints: OnlineEndpointFacts[];
}

/** An online endpoint of the router and its deployments. */
export interface OnlineEndpointFacts {
  name: string;
  scoringUri: string;
  authMode: 'Key' | 'AMLToken' | 'AADToken';
  /** Percent by deployment. */
  traffic: Record<string, number>;
  deployments: { name: string; replicas: number; image: string | null }[];
}

/** One event of the cluster. `id` is stable and unique; `count` grows when the same event happens again. */
export interface ClusterEvent {
  id: string;
  type: 'Normal' | 'Warning';
  /** CamelCase, such as `SecretRefused`. */
  reason: string;
  message: string;
  /** The object that the event is about. */
  about: { kind: string; name: string; namespace: string };
  component: string;
  firstAt: number;
  lastAt: number;
  count: number;
}

/** A line of a log, with its time in ms since 1970. */
export interface LogLine {
  at: number;
  text: string;
}

/** How the API listens. */
export interface KubernetesApiOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** 0 picks a free port. */
  port: number;
  /** PEM of the certificate (with its chain) and its key; it has to name `localhost` and 127.0.0.1. */
  tls: { cert: string; key: string };
  /** The bearer token of the kubeconfig. Without it, requests list and describe but see no data of a Secret. */
  token: string;
  /** Opens plain HTTP on this port as well; 0 picks a free port. */
  plainPort?: number;
  /** Host names beside IP addresses and `localhost` by which requests may call the API. */
  allowedHosts?: readonly string[];
  /** Called after a client changed an object, for the log and the observations. Never carries data of a Secret. */
  onChange?(change: ObjectChange): void;
}

/** A change that a client made. */
export interface ObjectChange {
  verb: 'create' | 'update' | 'delete';
  kind: string;
  namespace: string | null;
  name: string;
  /** The field manager, such as `kubectl-create`. */
  manager: string;
}

/** A Kubernetes API that listens. */
export interface OpenedKubernetesApi {
  /** Such as `https://127.0.0.1:6443`. */
  url: string;
  /** Such as `http://127.0.0.1:8001`, where plain HTTP is open. */
  plainUrl?: string;
  /** Resolves when the last connection, watches included, is closed. */
  close(): Promise<void>;
}

/** The type of `openKubernetesApi` in `server.ts`. @throws the listener's error where a port is taken */
export type OpenKubernetesApi = (
  targets: KubernetesTargets,
  options: KubernetesApiOptions,
) => Promise<OpenedKubernetesApi>;
