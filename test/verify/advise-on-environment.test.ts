import t from 'tap';
import { adviseOnEnvironment } from '../../verify/advise-on-environment.ts';

const ROWS: [says: string, env: NodeJS.ProcessEnv, advice: RegExp[]][] = [
  ['an ordinary shell', { PATH: '/bin', LANG: 'C', GODEBUG: 'gctrace=1', no_proxy: 'localhost' }, []],
  [
    'Node without verification',
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    [/^NODE_TLS.* set to 0 .*Unset it\.$/],
  ],
  ['Node with it', { NODE_TLS_REJECT_UNAUTHORIZED: '1', PYTHONHTTPSVERIFY: '1' }, []],
  ['Python without', { PYTHONHTTPSVERIFY: '0' }, [/^PYTHONHTTPSVERIFY .*PEP 493/]],
  ['Git without', { GIT_SSL_NO_VERIFY: 'true' }, [/^GIT_SSL_NO_VERIFY is set to true/]],
  [
    'Go by other rules; of its settings only those are named',
    { GODEBUG: 'gctrace=1,x509sha1=1,x509negativeserial=1' },
    [/^GODEBUG is set to x509sha1=1,x509negativeserial=1 here/],
  ],
  [
    'other roots are replaced',
    { SSL_CERT_FILE: '/a', REQUESTS_CA_BUNDLE: '/b', CURL_CA_BUNDLE: '' },
    [/^REQUESTS_CA_BUNDLE, SSL_CERT_FILE: .*the CA of its world/],
  ],
  ['a folder of roots is kept', { SSL_CERT_DIR: '/certs' }, [/^SSL_CERT_DIR: .*left as it is/]],
  [
    'proxies are taken out, and their passwords are not named',
    { HTTPS_PROXY: 'http://user:secret@proxy', all_proxy: 'socks5://proxy' },
    [/^HTTPS_PROXY, all_proxy: set here and taken out(?!.*secret)/],
  ],
];

for (const [says, env, advice] of ROWS) {
  t.test(says, async (t) => {
    const found = adviseOnEnvironment(env, 'netns');
    t.equal(found.length, advice.length, found.join('\n'));
    for (const [index, words] of advice.entries()) t.match(found[index], words);
    t.strictSame(adviseOnEnvironment(env, 'docker'), [], 'a container does not inherit it');
  });
}
