import { openAuthority } from '../pki/authority.ts';
import { dockerTransport, probeDocker } from './docker/transport.ts';
import { fail } from './errors.ts';
import type { Transport, Via } from './lane.ts';
import { directTransport, proxyTransport } from './local-transports.ts';
import { probeNamespaces } from './netns/namespaces.ts';
import { namespaceTransport } from './netns/transport.ts';

export interface TransportChoice {
  /** What was asked for; null takes the best that works here. */
  via: Via | null;
  /** The image that holds the client, for `docker`. */
  image: string | null;
  /** The folder of the authority. */
  stateDir: string;
  systemTrust: boolean;
}

/**
 * Finds a way into the worlds that works on this machine.
 *
 * @throws MockError VERIFY_VIA_NOT_HERE with what is missing, where the way that was asked for does not work here
 */
export async function chooseTransport(choice: TransportChoice): Promise<Transport> {
  const { via, image, stateDir, systemTrust } = choice;
  if (via === 'docker' || (via === null && image !== null)) return chooseDocker(choice);
  // Made before any lane reads it, so that all of them find the same one.
  const authority = await openAuthority({ stateDir });
  if (via === 'proxy') return proxyTransport(authority, 'asked for');
  if (via === 'direct') return directTransport(authority, 'asked for');
  const support = await probeNamespaces();
  if (support.works) {
    const reason =
      via === null ? 'namespaces work here, so DNS, ports and names are the real ones' : 'asked for';
    return namespaceTransport({ reason, stateDir, systemTrust });
  }
  if (via === 'netns') throw fail('VERIFY_VIA_NOT_HERE', { via, missing: support.missing });
  return proxyTransport(authority, `namespaces do not work here (${support.missing})`);
}

async function chooseDocker({ image }: TransportChoice): Promise<Transport> {
  if (image === null) throw fail('VERIFY_IMAGE_MISSING', {});
  const support = await probeDocker();
  if (!support.works) throw fail('VERIFY_VIA_NOT_HERE', { via: 'docker', missing: support.missing });
  return dockerTransport({ image, routerImage: support.routerImage });
}
