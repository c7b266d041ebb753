import { randomUUID } from 'node:crypto';
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';
import { PORTS, StartedAzureMLFrontEndContainer } from './started-container.ts';

/** What the HTTP port does while TLS is on. */
export type PlainHttp = 'closed' | 'redirect' | 'serve';

/** A container of the image of azureml-fe-mock: router, DNS, model and control API, on ports of this machine. */
export class AzureMLFrontEndContainer extends GenericContainer {
  #key: string = randomUUID();
  #scenario: string | null = null;
  #plainHttp: PlainHttp = 'closed';
  readonly #config: Record<string, string> = {};
  readonly #configProtected: Record<string, string> = {};

  /** @param image the image, by name and tag; the project's Dockerfile builds it */
  constructor(image: string) {
    super(image);
    this.withExposedPorts(PORTS.https, PORTS.http, PORTS.control, `${PORTS.dns}/udp`)
      .withDroppedCapabilities('ALL')
      .withSecurityOpt('no-new-privileges:true')
      .withWaitStrategy(
        Wait.forHttp('/health', PORTS.control, { abortOnContainerExit: true }).forStatusCode(200),
      )
      .withStartupTimeout(60_000);
  }

  /** The bearer key; a random one where this is not called. */
  withKey(key: string): this {
    this.#key = key;
    return this;
  }

  /** Starts in a scenario of the catalogue, by name or alias. */
  withScenario(name: string): this {
    this.#scenario = name;
    return this;
  }

  /** Settings of the extension as Azure spells them, for instance `{ sslCname: 'ml.contoso.com' }`. */
  withConfig(settings: Record<string, string>): this {
    Object.assign(this.#config, settings);
    return this;
  }

  /** Protected settings of the extension. */
  withConfigProtected(settings: Record<string, string>): this {
    Object.assign(this.#configProtected, settings);
    return this;
  }

  /** What the HTTP port does while TLS is on; `closed` where this is not called. */
  withPlainHttp(plainHttp: PlainHttp): this {
    this.#plainHttp = plainHttp;
    return this;
  }

  /** @throws Error where the container ends before it is healthy, with what it said */
  override async start(): Promise<StartedAzureMLFrontEndContainer> {
    // Between two looks at a container that has ended, nothing of testcontainers keeps the process alive, and so it could
    // end before the reason is read.
    const alive = setInterval(() => undefined, 60_000);
    try {
      return await this.#started(await super.start());
    } finally {
      clearInterval(alive);
    }
  }

  async #started(container: StartedTestContainer): Promise<StartedAzureMLFrontEndContainer> {
    try {
      return await StartedAzureMLFrontEndContainer.of(container, this.#key);
    } catch (error) {
      await container.stop();
      throw error;
    }
  }

  /** Writes the command of the container, when all of it is known. @internal */
  protected override async beforeContainerCreated(): Promise<void> {
    const { info } = await getContainerRuntimeClient();
    this.withCommand([
      ...['start', '--host', '0.0.0.0', '--state', '/tmp/azureml-fe-mock', '--key', this.#key],
      // Where the engine is another machine, its name is the Host that the control API is asked under.
      ...['--control-host', '0.0.0.0', '--control-allow-host', info.containerRuntime.host],
      ...['--plain-http', this.#plainHttp],
      ...pairs('--config', this.#config),
      ...pairs('--config-protected', this.#configProtected),
      ...(this.#scenario === null ? [] : ['--scenario', this.#scenario]),
    ]);
  }
}

const pairs = (option: string, settings: Record<string, string>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => [option, `${name}=${value}`]);
