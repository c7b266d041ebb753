/** All runtimes, the more specific ones before those that they are built on. */
import type { Runtime } from '../runtime.ts';
import { apacheHttpclient } from './apache-httpclient.ts';
import { azureCore } from './azure-core.ts';
import { curl } from './curl.ts';
import { dotnet } from './dotnet.ts';
import { erlang } from './erlang.ts';
import { go } from './go.ts';
import { javaHttpclient } from './java-httpclient.ts';
import { javaUrlconnection } from './java-urlconnection.ts';
import { mono } from './mono.ts';
import { nodeFetch } from './node-fetch.ts';
import { nodeHttps } from './node-https.ts';
import { okhttp } from './okhttp.ts';
import { openssl } from './openssl.ts';
import { perl } from './perl.ts';
import { php } from './php.ts';
import { pythonAiohttp } from './python-aiohttp.ts';
import { pythonHttpx } from './python-httpx.ts';
import { pythonRequests } from './python-requests.ts';
import { pythonUrllib } from './python-urllib.ts';
import { r } from './r.ts';
import { ruby } from './ruby.ts';
import { rustNativeTls } from './rust-native-tls.ts';
import { rustRustls } from './rust-rustls.ts';
import { wget } from './wget.ts';

export const RUNTIMES: readonly Runtime[] = [
  curl,
  wget,
  pythonUrllib,
  pythonRequests,
  pythonHttpx,
  pythonAiohttp,
  azureCore,
  nodeHttps,
  nodeFetch,
  go,
  javaHttpclient,
  javaUrlconnection,
  okhttp,
  apacheHttpclient,
  dotnet,
  mono,
  ruby,
  php,
  perl,
  r,
  rustRustls,
  rustNativeTls,
  erlang,
  openssl,
];
