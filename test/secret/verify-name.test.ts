import t from 'tap';
import { coversName } from '../../secret/verify-name.ts';

interface Case {
  rule: string;
  names: string[];
  covered: string[];
  notCovered: string[];
}

const CASES: Case[] = [
  {
    rule: 'a DNS name covers itself and nothing above, below or beside it',
    names: ['DNS:www.contoso.com'],
    covered: ['www.contoso.com'],
    notCovered: [
      'contoso.com',
      'a.www.contoso.com',
      'www.contoso.org',
      'wwwxcontoso.com',
      'www.contoso.com.org',
      '',
    ],
  },
  {
    rule: 'the case of ASCII letters does not matter',
    names: ['DNS:WWW.Contoso.COM'],
    covered: ['www.contoso.com', 'Www.cONTOSO.com'],
    notCovered: [],
  },
  {
    rule: 'a single label is a name like any other',
    names: ['DNS:arc-ml'],
    covered: ['arc-ml', 'ARC-ML'],
    notCovered: ['arc-ml.contoso.com'],
  },
  {
    rule: 'one of several names is enough',
    names: ['DNS:contoso.com', 'DNS:api.contoso.com', 'IP:10.0.0.1'],
    covered: ['contoso.com', 'api.contoso.com', '10.0.0.1'],
    notCovered: ['www.contoso.com', '10.0.0.2'],
  },
  {
    rule: 'a wildcard stands for exactly one label',
    names: ['DNS:*.contoso.com'],
    covered: ['www.contoso.com', 'WWW.CONTOSO.COM', 'xn--bcher-kva.contoso.com'],
    notCovered: ['contoso.com', 'a.b.contoso.com', '.contoso.com', 'www.contoso.org'],
  },
  {
    rule: 'a wildcard that is not the whole left-most label is none',
    names: [
      'DNS:w*.contoso.com',
      'DNS:*w.contoso.com',
      'DNS:w*w.contoso.com',
      'DNS:www.*.com',
      'DNS:*.*.com',
      'DNS:**.contoso.com',
    ],
    covered: [],
    notCovered: ['www.contoso.com', 'ww.contoso.com'],
  },
  {
    rule: 'a wildcard needs two labels behind it',
    names: ['DNS:*', 'DNS:*.com'],
    covered: [],
    notCovered: ['com', 'contoso.com', 'arc-ml'],
  },
  {
    rule: 'a reference that is itself a wildcard is no name',
    names: ['DNS:*.contoso.com'],
    covered: [],
    notCovered: ['*.contoso.com', 'w*.contoso.com'],
  },
  {
    rule: 'internationalised names are compared as A-labels',
    names: ['DNS:xn--bcher-kva.contoso.com'],
    covered: [
      'bücher.contoso.com',
      'BÜCHER.contoso.com',
      'xn--bcher-kva.contoso.com',
      'XN--BCHER-KVA.contoso.com',
    ],
    notCovered: ['bucher.contoso.com', 'bücher2.contoso.com'],
  },
  {
    rule: 'a final dot of the reference is the root and changes nothing',
    names: ['DNS:www.contoso.com'],
    covered: ['www.contoso.com.'],
    notCovered: ['www.contoso.com..', '.www.contoso.com', '.'],
  },
  {
    rule: 'an IPv4 literal needs an IP name, a DNS name that reads the same does not do',
    names: ['DNS:10.0.0.1', 'DNS:*.0.0.2'],
    covered: [],
    notCovered: ['10.0.0.1', '10.0.0.2'],
  },
  {
    rule: 'an IPv6 literal is compared as an address, however it is spelled',
    names: ['IP:2001:db8::1', 'IP:0:0:0:0:0:0:0:1'],
    covered: ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1', '[2001:db8::1]', '::1', '[::1]'],
    notCovered: ['2001:db8::2', '::1%eth0', '0.0.0.1'],
  },
  {
    rule: 'an IPv4 address and its IPv4-mapped IPv6 address are two',
    names: ['IP:10.0.0.1'],
    covered: ['10.0.0.1'],
    notCovered: ['::ffff:10.0.0.1', '10.0.0.10'],
  },
  {
    rule: 'without a name in subjectAltName nothing is covered',
    names: [],
    covered: [],
    notCovered: ['www.contoso.com', '10.0.0.1'],
  },
  {
    rule: 'names of other kinds say nothing about a host',
    names: ['URI:www.contoso.com', 'CN:www.contoso.com', 'www.contoso.com'],
    covered: [],
    notCovered: ['www.contoso.com'],
  },
];

for (const { rule, names, covered, notCovered } of CASES) {
  t.test(rule, async (t) => {
    for (const host of covered) t.equal(coversName(names, host), true, `${names} covers "${host}"`);
    for (const host of notCovered)
      t.equal(coversName(names, host), false, `${names} does not cover "${host}"`);
  });
}
