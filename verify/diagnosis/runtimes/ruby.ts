import type { Runtime } from '../runtime.ts';

export const ruby: Runtime = {
  id: 'ruby',
  name: 'Ruby Net::HTTP',
  looksLike: {
    ja4: { t13d311200_e8f1e7e78f70_d339722ba4af: 'Ruby 3.1' },
    userAgent: /^(Ruby|Faraday v)/,
    command: /(^|\/)ruby$/,
  },
  verification: {
    wrong: '`verify_mode = OpenSSL::SSL::VERIFY_NONE`, in Faraday and HTTParty `verify: false`',
    right: '`OpenSSL::SSL::VERIFY_PEER`, the default',
  },
  names: { wrong: '`verify_hostname = false`', right: '`verify_hostname = true`, the default' },
  ownCa: '`ca_file = FILE`, or the variable SSL_CERT_FILE',
  timeOut: '`open_timeout` and `read_timeout`; 60 s each by default',
  redirects:
    'Net::HTTP follows none; open-uri: `redirect: false`, because it sends the Authorization header to other hosts',
  docs: 'https://docs.ruby-lang.org/en/master/Net/HTTP.html',
};
