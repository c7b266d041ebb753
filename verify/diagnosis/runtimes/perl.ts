import type { Runtime } from '../runtime.ts';

export const perl: Runtime = {
  id: 'perl',
  name: 'Perl LWP and HTTP::Tiny',
  looksLike: {
    ja4: { t13d311200_e8f1e7e78f70_ccd0985badbe: 'LWP 6.68, HTTP::Tiny 0.080' },
    userAgent: /^(libwww-perl|HTTP-Tiny)\//,
    command: /(^|\/)perl$/,
  },
  verification: {
    wrong:
      '`verify_hostname => 0`, `SSL_verify_mode => 0`, PERL_LWP_SSL_VERIFY_HOSTNAME=0; HTTP::Tiny before 0.083 with nothing set',
    right: 'LWP: the default; HTTP::Tiny: `verify_SSL => 1`',
  },
  names: { wrong: '`SSL_verifycn_scheme => "none"`', right: '`verify_hostname => 1`' },
  ownCa: '`ssl_opts => { SSL_ca_file => FILE }`, or the variable PERL_LWP_SSL_CA_FILE',
  timeOut: '`timeout => 30`; 180 s in LWP and 60 s in HTTP::Tiny by default',
  redirects: '`max_redirect => 0`: LWP sends the Authorization header to the target of a redirect',
  docs: 'https://metacpan.org/pod/LWP::UserAgent#ssl_opts',
};
