import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startPinned, waitForPort } from './process.ts';

/** A model server that costs next to nothing: every request is answered with the same score. */
export function modelServerConfig(port: number): string {
  return `
    server {
      listen 127.0.0.1:${port};
      location / { default_type application/json; return 200 '{"result":[6]}'; }
    }`;
}

export interface ProxyConfig {
  port: number;
  modelPort: number;
  certFile: string;
  keyFile: string;
  ciphers: string;
  /** Keep connections to the model server open; nginx opens one for each request by default. */
  keepAlive: boolean;
}

/** The settings for nginx to do the gateway's work: TLS 1.2, and forwarding. */
export function proxyConfig({ port, modelPort, certFile, keyFile, ciphers, keepAlive }: ProxyConfig): string {
  const name = keepAlive ? 'kept' : 'fresh';
  return `
    upstream ${name} {
      server 127.0.0.1:${modelPort};
      ${keepAlive ? 'keepalive 128; keepalive_requests 1000000000;' : ''}
    }
    server {
      listen 127.0.0.1:${port} ssl;
      ssl_certificate ${certFile};
      ssl_certificate_key ${keyFile};
      ssl_protocols TLSv1.2;
      ssl_ciphers ${ciphers};
      ssl_prefer_server_ciphers on;
      location / {
        proxy_pass http://${name};
        ${keepAlive ? 'proxy_http_version 1.1; proxy_set_header Connection "";' : ''}
      }
    }`;
}

/** Starts an nginx of one process in a folder of its own. */
export async function startNginx(
  core: number,
  folder: string,
  ports: readonly number[],
  servers: readonly string[],
): Promise<ChildProcess> {
  await mkdir(folder, { recursive: true });
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${path.join(folder, kind)};`,
  );
  const config = path.join(folder, 'nginx.conf');
  await writeFile(
    config,
    `
  daemon off;
  master_process off;
  pid ${path.join(folder, 'nginx.pid')};
  error_log stderr error;
  events { worker_connections 4096; }
  http {
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 75s;
    ${temp.join('\n    ')}
    ${servers.join('\n')}
  }
`,
  );
  const child = startPinned(core, ['nginx', '-e', 'stderr', '-c', config]);
  await Promise.all(ports.map(waitForPort));
  return child;
}
