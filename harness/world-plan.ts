import {
  chooseCertificate,
  type ExtensionSettings,
  readSettings,
  type StoredCertificate,
} from '../extension/settings.ts';
import type { GatewayState } from '../gateway/gateway.ts';
import { routerFaults } from '../gateway/router-faults.ts';
import type { EndpointSpec } from '../gateway/routing/endpoints.ts';
import type { Minted } from '../pki/mint.ts';
import type { SecretMonitor } from '../secret/secret-monitor.ts';
import type { SecretSource } from '../secret/source.ts';
import { endpointsFor } from './client-key.ts';
import { MountedSecret } from './mounted-secret.ts';
import { type ResolvedWorld, resolveWorld } from './resolve-world.ts';
import type { WorldAuthority } from './world-authority.ts';
import type { OtherNames, WorldSpec } from './world-spec.ts';

/** A world with its certificate minted, ready to be served. */
export interface WorldPlan extends ResolvedWorld {
  /** Its settings, read; null is a cluster without the extension. */
  readonly extension: ExtensionSettings | null;
  readonly minted: Minted;
  /** The minted secret where it is mounted in a folder, to be replaced there; null otherwise. */
  readonly mounted: MountedSecret | null;
  /** The settings name a certificate of the person's own, and `minted` is not served. */
  readonly hasOwnCertificate: boolean;
  readonly endpoints: EndpointSpec[];
  readonly state: GatewayState;
}

export interface WorldPlannerOptions {
  authority: WorldAuthority;
  /** The address at which clients reach the router. */
  address: string;
  /** The endpoints before a spec changes anything about them. */
  endpoints: EndpointSpec[];
  /** Where `sslSecret=NAME` is looked up; default the current folder. */
  secretsDir?: string;
  secretsDirFor?: (name: string) => Promise<string>;
  storedCertificate?: StoredCertificate;
  otherNames?: OtherNames;
  /** Watches the secret that a plan names. */
  monitor(source: SecretSource): SecretMonitor;
}

/** Makes plans of specs for one running world. */
export class WorldPlanner {
  readonly #options: WorldPlannerOptions;

  constructor(options: WorldPlannerOptions) {
    this.#options = options;
  }

  /**
   * Mints what the world serves, and mounts it where the spec wants that.
   *
   * @param mountedNow a secret that goes on being mounted, with what is in it by now, where the spec wants one
   * @throws MockError where a setting or a record is not right
   */
  async plan(given: WorldSpec, mountedNow: MountedSecret | null = null): Promise<WorldPlan> {
    const { authority, address, endpoints, otherNames, monitor } = this.#options;
    const resolved = resolveWorld(given, address, otherNames);
    const { spec, fqdn, settings } = resolved;
    const read = settings === null ? null : readSettings(settings.config, settings.configProtected);
    const { minted, tls } = await authority.mint(spec, fqdn);
    const { secret, mounted, hasOwnCertificate } = await this.#secretFor(spec, read, minted, mountedNow);
    return {
      ...resolved,
      extension: read,
      minted,
      mounted,
      hasOwnCertificate,
      endpoints: endpointsFor(spec, endpoints),
      state: {
        settings: read,
        secret: monitor(secret),
        identity: spec.pastSecretCheck === true ? minted : null,
        plainHttp: spec.plainHttp ?? 'closed',
        tls,
        faults: routerFaults(spec),
      },
    };
  }

  /** The person's own secret where the settings name one; otherwise the minted one, mounted where it will be replaced. */
  async #secretFor(
    spec: WorldSpec,
    settings: ExtensionSettings | null,
    minted: Minted,
    mountedNow: MountedSecret | null,
  ): Promise<Pick<WorldPlan, 'mounted' | 'hasOwnCertificate'> & { secret: SecretSource }> {
    const { secretsDir = '.', secretsDirFor, storedCertificate } = this.#options;
    const own =
      settings === null ? { kind: 'none' as const } : chooseCertificate(settings, storedCertificate);
    if (own.kind === 'files') return { secret: own, mounted: null, hasOwnCertificate: true };
    if (own.kind === 'secret') {
      const dir = (await secretsDirFor?.(own.name)) ?? secretsDir;
      return { secret: { ...own, secretsDir: dir }, mounted: null, hasOwnCertificate: true };
    }
    if (spec.mountedSecret !== true) {
      const { certPem, keyPem } = minted;
      return { secret: { kind: 'inline', certPem, keyPem }, mounted: null, hasOwnCertificate: false };
    }
    const mounted = mountedNow ?? (await MountedSecret.mount('contoso-tls', minted));
    const secret = { kind: 'secret', name: mounted.name, secretsDir: mounted.secretsDir } as const;
    return { secret, mounted, hasOwnCertificate: false };
  }
}
