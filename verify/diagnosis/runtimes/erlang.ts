import type { Runtime } from '../runtime.ts';

export const erlang: Runtime = {
  id: 'erlang',
  name: 'Erlang httpc and ssl',
  looksLike: {
    userAgent: /^hackney\//,
    command: /(^|\/)(erl|escript|elixir|mix)$/,
  },
  verification: {
    wrong: '`{verify, verify_none}`, which was the default before OTP 26',
    right: '`{verify, verify_peer}` with `{cacerts, public_key:cacerts_get()}`',
  },
  names: {
    wrong: 'no `customize_hostname_check`, or `{server_name_indication, disable}`',
    right: '`{customize_hostname_check, [{match_fun, public_key:pkix_verify_hostname_match_fun(https)}]}`',
  },
  ownCa: '`{cacertfile, FILE}`',
  timeOut: '`{timeout, 30000}` and `{connect_timeout, 5000}`; infinity by default',
  redirects: '`{autoredirect, false}`',
  docs: 'https://www.erlang.org/doc/apps/ssl/ssl.html',
};
