/** Where a certificate and its key come from (article, "Configure TLS/SSL in AzureML Extension"). */
export type SecretSource =
  /** `sslSecret=NAME`: the folder `secretsDir/NAME/`, or the manifest `secretsDir/NAME.yaml`, `.yml` or `.json`. */
  | { kind: 'secret'; name: string; secretsDir: string }
  /** `sslCertPemFile` and `sslKeyPemFile`. */
  | { kind: 'files'; certFile: string; keyFile: string }
  /** Minted in this process. */
  | { kind: 'inline'; certPem: string; keyPem: string }
  /** A folder with cert.pem and key.pem, named by its path. */
  | { kind: 'folder'; path: string }
  /** A manifest with one Secret, named by its path. */
  | { kind: 'manifest'; file: string };

/** The bytes of a secret as they were found, not judged yet. */
export interface RawSecret {
  cert: Buffer;
  key: Buffer;
  /** Names the whole secret in messages. */
  origin: string;
  /** Name its two halves in messages. */
  certPlace: string;
  keyPlace: string;
}
