import type { LogLine } from '../../apis/kubernetes/targets.ts';
import type { Observation } from '../../common/observations.ts';

/** The containers of a router pod that write: the data plane, and the one that configures it. */
type Writer = 'envoy' | 'xds';

interface Written extends LogLine {
  container: Writer;
  /** The connection that the line is about; null where every replica writes it. */
  connection: number | null;
}

function describe(seen: Observation): { container: Writer; text: string } | null {
  switch (seen.kind) {
    case 'http-response': {
      const { requestId, status, decision, deployment, durationMs } = seen;
      const text = `request ${requestId}: ${status ?? 'no answer'} (${decision}), deployment ${deployment ?? '-'}, ${durationMs} ms`;
      return { container: 'envoy', text };
    }
    case 'tls-handshake': {
      if (seen.outcome === 'completed') return null;
      const alert =
        seen.alert === null ? '' : `, alert ${seen.alert.description} by the ${seen.alert.sentBy}`;
      return {
        container: 'envoy',
        text: `TLS handshake of connection ${seen.connection}: ${seen.outcome}${alert}`,
      };
    }
    case 'secret':
      return { container: 'xds', text: `secret ${seen.event}: ${seen.detail}` };
    case 'extension':
      return { container: 'xds', text: `extension ${seen.event}: ${seen.detail}` };
    default:
      return null;
  }
}

/** Lines that are kept. */
const CAPACITY = 5000;

/**
 * The log of the router, spread over its replicas as a load balancer spreads connections. What is not about a connection is
 * written by each of them.
 */
export class RouterLog {
  #lines: Written[] = [];

  /** @returns whether a line was written */
  note(seen: Observation): boolean {
    const described = describe(seen);
    if (described === null) return false;
    const connection = 'connection' in seen ? seen.connection : null;
    const { container, text } = described;
    this.#lines.push({ at: Date.parse(seen.at), text: `${seen.at} ${text}`, container, connection });
    // Dropping in blocks keeps the cost of a full log constant for each line.
    if (this.#lines.length > CAPACITY * 1.25) this.#lines = this.#lines.slice(-CAPACITY);
    return true;
  }

  /** The lines that one container of one replica wrote, oldest first. */
  of(container: string, replica: number, replicas: number): LogLine[] {
    return this.#lines
      .filter((line) => line.container === container)
      .filter(({ connection }) => connection === null || connection % replicas === replica % replicas)
      .map(({ at, text }) => ({ at, text }));
  }
}
