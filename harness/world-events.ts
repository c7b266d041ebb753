import { setTimeout as wait } from 'node:timers/promises';
import type { DnsServer } from '../dns-mock/server.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Router } from '../gateway/routing/router.ts';
import type { CertificateRecipe } from '../pki/recipe.ts';
import type { MountedSecret, SecretFiles } from './mounted-secret.ts';
import type { WorldEvent } from './world-spec.ts';
import { addressRecord } from './zone.ts';

/** The parts of a world that an event can act on. */
export interface EventTarget {
  fqdn: string;
  gateway: Gateway;
  dns: DnsServer;
  /** Null in a world whose secret cannot be replaced. */
  mounted: MountedSecret | null;
  mint(certificate: CertificateRecipe): Promise<SecretFiles>;
}

/** Makes an event happen, and resolves when it has. */
export async function triggerIn({ fqdn, gateway, dns, mounted, mint }: EventTarget, event: WorldEvent) {
  switch (event.event) {
    case 'secret-replaced':
      if (mounted === null) throw new Error('This world has no mounted secret that could be replaced.');
      return mounted.replace(await mint(event.certificate));
    case 'extension-updated':
      return gateway.apply({});
    case 'probes-failed':
      return noReplicaReady(gateway.router);
    case 'router-gone':
      return gateway.apply({ faults: { ...gateway.state.faults, httpsGone: true } });
    case 'record-changed':
      return dns.setRecords(fqdn, [{ ...addressRecord(fqdn, event.address), ttl: event.ttl }]);
  }
}

/** Probes send no event, so their result is polled. */
async function noReplicaReady(router: Pick<Router, 'readiness'>): Promise<void> {
  const deadline = performance.now() + PROBES_MS;
  while (router.readiness().some(({ ready }) => ready)) {
    if (performance.now() > deadline) throw new Error('The replicas of this world pass their probes.');
    await wait(5);
  }
}

/** For as long as a world may take to find its replicas unready. */
const PROBES_MS = 5000;
