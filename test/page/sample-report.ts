/** A report of verify, as small as one can be that has everything the page shows. */
export const sampleReport = {
  client: ['python3', 'score.py'],
  via: 'direct',
  startedAt: '2026-12-01T12:00:00.000Z',
  durationMs: 1200,
  diagnosis: [
    {
      mistake: 'verification-off',
      certain: true,
      title: 'The client does not verify certificates',
      scenarios: ['expired'],
      runtime: 'python-requests',
      change: 'Remove verify=False.',
    },
  ],
  results: [
    {
      scenario: 'expired',
      title: 'The certificate expired an hour ago',
      group: 'validity',
      expectation: 'reject',
      verdict: 'fail',
      finding: 'leaked-key',
      reason: 'sent its request and its key',
      left: 'the key',
      lesson: 'Certificates expire.',
      evidence: [],
      timeline: [
        { ms: 0, who: 'process', what: 'started', text: 'the client is started' },
        { ms: 10, who: 'client', what: 'dns-query', text: 'DNS www.contoso.com A over udp' },
        { ms: 11, who: 'dns', what: 'dns-answer', text: 'NOERROR  www.contoso.com. 60 IN A 127.0.0.1' },
        {
          ms: 12,
          who: 'client',
          what: 'client-hello',
          text: 'ClientHello: SNI www.contoso.com, versions TLSv1.3',
        },
        { ms: 13, who: 'router', what: 'tls-record', text: 'ServerHello, 74 bytes' },
        { ms: 20, who: 'client', what: 'request', text: 'POST /score, Host www.contoso.com, key valid' },
      ],
    },
  ],
  summary: { passed: 0, failed: 1, advisory: 0, inconclusive: 0, skipped: 0 },
};
