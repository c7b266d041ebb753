import { AbstractStartedContainer, type StartedTestContainer } from 'testcontainers';
import { bracketed } from '../common/addresses.ts';
import type { ObservationSummary } from '../common/observation-summary.ts';
import type { ScenarioSummary } from '../common/scenario-summary.ts';

/** The ports that the image listens on. */
export const PORTS = { https: 8443, http: 8080, control: 8055, dns: 8053 } as const;

/** A running container of azureml-fe-mock. */
export class StartedAzureMLFrontEndContainer extends AbstractStartedContainer {
  readonly #key: string;
  #scoringUri = '';
  #fqdn = '';
  #ca = '';

  private constructor(container: StartedTestContainer, key: string) {
    super(container);
    this.#key = key;
  }

  /** Wraps a container that is healthy. */
  static async of(container: StartedTestContainer, key: string): Promise<StartedAzureMLFrontEndContainer> {
    const started = new StartedAzureMLFrontEndContainer(container, key);
    await started.#learn();
    return started;
  }

  /**
   * Where to score. Its name is the endpoint's own, which only the mock's DNS knows: let the client resolve it
   * to `getHost()`, or ask the DNS server at `getHost()` and `getDnsPort()`.
   */
  getScoringUri(): string {
    return this.#scoringUri;
  }

  /** The bearer key that a client is to send. */
  getKey(): string {
    return this.#key;
  }

  /** What a client is to trust, PEM. Another one after `setScenario` where the scenario has a root of its own. */
  getCaCertificate(): string {
    return this.#ca;
  }

  /** The FQDN that the certificate is about, `sslCname`. */
  getFqdn(): string {
    return this.#fqdn;
  }

  /** The port of `getHost()` on which the DNS server answers, UDP. */
  getDnsPort(): number {
    return this.getMappedPort(PORTS.dns, 'udp');
  }

  /** Base URL of the control API. */
  getControlUrl(): string {
    return `http://${bracketed(this.getHost())}:${this.getMappedPort(PORTS.control)}`;
  }

  /** The catalogue. */
  async getScenarios(): Promise<ScenarioSummary[]> {
    return (await this.#call('GET', '/scenarios')).json() as Promise<ScenarioSummary[]>;
  }

  /**
   * Switches to another scenario, by name or alias, and forgets what was seen; null goes back to the start.
   *
   * @throws Error with the sentence of the control API, for instance for an unknown scenario
   */
  async setScenario(name: string | null): Promise<void> {
    if (name === null) await this.#call('DELETE', '/scenario');
    else await this.#call('PUT', '/scenario', { name });
    await this.#call('DELETE', '/observations');
    await this.#learn();
  }

  /** What was seen since the start or the last `setScenario`: DNS queries, connections, requests. */
  async getObservations(): Promise<ObservationSummary> {
    return (await this.#call('GET', '/observations')).json() as Promise<ObservationSummary>;
  }

  async #learn(): Promise<void> {
    const [health, ca] = await Promise.all([this.#call('GET', '/health'), this.#call('GET', '/ca.pem')]);
    const { fqdn, scoringUri } = (await health.json()) as { fqdn: string; scoringUri: string };
    this.#fqdn = fqdn;
    this.#ca = await ca.text();
    this.#scoringUri = this.#fromOutside(scoringUri);
  }

  /** A URI as it is inside of the container, as it is for clients on this machine. */
  #fromOutside(uri: string): string {
    const url = new URL(uri);
    url.port = String(this.getMappedPort(url.protocol === 'https:' ? PORTS.https : PORTS.http));
    if (url.hostname === '127.0.0.1') url.hostname = bracketed(this.getHost());
    return url.href;
  }

  async #call(method: string, route: string, body?: unknown): Promise<Response> {
    const answer = await fetch(`${this.getControlUrl()}${route}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer;
    throw new Error(`${method} ${route} was answered with ${answer.status}: ${await answer.text()}`);
  }
}
