import t from 'tap';
import { toSans } from '../../pki/requested-names.ts';

t.test('FQDNs and addresses become names of a certificate, each once', async (t) => {
  t.same(toSans(['www.contoso.com', 'WWW.contoso.com.', '127.0.0.1', '::1', 'www.contoso.com']), [
    'DNS:www.contoso.com',
    'IP:127.0.0.1',
    'IP:::1',
  ]);
  t.same(toSans(['*.contoso.com', 'arc-ml', 'xn--bcher-kva.contoso.com']), [
    'DNS:*.contoso.com',
    'DNS:arc-ml',
    'DNS:xn--bcher-kva.contoso.com',
  ]);
});

t.test('an internationalized name becomes A-labels (RFC 5890)', async (t) => {
  t.same(toSans(['Bücher.contoso.com', '*.bücher.contoso.com']), [
    'DNS:xn--bcher-kva.contoso.com',
    'DNS:*.xn--bcher-kva.contoso.com',
  ]);
});

t.test('what no certificate can name is refused with the name and the reason', async (t) => {
  const refused: [name: string, problem: string][] = [
    ['', '"" is not a label'],
    ['www..contoso.com', '"" is not a label'],
    ['https://www.contoso.com', '"https://www" is not a label'],
    ['www.contoso.com:8443', '"com:8443" is not a label'],
    ['my_host.contoso.com', '"my_host" is not a label'],
    ['-www.contoso.com', '"-www" is not a label'],
    [`${'a'.repeat(64)}.contoso.com`, 'is not a label'],
    [`${'a.'.repeat(127)}com`, 'longer than 253'],
    ['ml.*.contoso.com', 'leftmost label'],
    ['w*.contoso.com', 'leftmost label'],
    ['*', 'leftmost label'],
    ['10.0.0', 'IP address that is not whole'],
    ['10.0.0.256', 'IP address that is not whole'],
    ['fe80::1%eth0', 'is not a label'],
    ['www.contoso.com\0.example.test', 'is not a label'],
  ];
  for (const [name, problem] of refused) {
    t.throws(() => toSans([name]), { reason: 'PKI_NAME_INVALID', message: problem }, JSON.stringify(name));
  }
  t.throws(() => toSans([]), { name: 'MockError', reason: 'PKI_NAMES_MISSING' });
});
