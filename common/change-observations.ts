/** What was changed by the protocols and APIs of real tools. */

/** One UPDATE message to the DNS server (RFC 2136) and what became of it. */
export interface DnsUpdateObserved {
  kind: 'dns-update';
  /** What the message came over. */
  transport: 'udp' | 'tcp';
  /** Address and port of the sender. */
  client: string;
  /** The zone that it names, without the trailing dot. */
  zone: string;
  /** Name of the key that it names (TSIG, RFC 8945), or null where it is unsigned. */
  key: string | null;
  /** RFC 2136 name of the RCODE. */
  rcode: string;
  /** One line a record, as `dig` prints it, after `+` or `-`. Empty where nothing changed. */
  changes: string[];
  /** A sentence for people. */
  detail: string;
  /** From the message to its answer, ms. */
  durationMs: number;
}

/** An API that a real tool talks to changed something, or refused to. */
export interface ResourceObserved {
  kind: 'resource';
  /** The API: that of the cluster, or Azure Resource Manager. */
  api: 'kubernetes' | 'azure';
  /** What became of the resource. */
  event: 'created' | 'updated' | 'deleted' | 'refused';
  /** Kind and name: `Secret azureml/contoso-tls`, `onlineEndpoints/demo`. */
  resource: string;
  /** A sentence for people. */
  detail: string;
}
