import { useEffect, useState } from 'preact/hooks';
import type { Certificate } from '../api-types.ts';
import { readChain, servedIn } from '../certificates.ts';
import { daysLeft, type Problem, problemsOf } from '../model/chain-problems.ts';
import type { Visit } from '../model/visit-book.ts';
import { complain } from '../ui/announce.tsx';
import { Copy } from '../ui/copy.tsx';
import { Clients } from './clients.tsx';

/** Every certificate that was served in a visit, from the leaf up, and what is wrong with each. */
export function Chain({ visit }: { visit: Visit }) {
  const ders = servedIn(visit);
  const wanted = ders.join();
  const [chain, setChain] = useState<(Certificate | null)[] | null>(null);
  useEffect(() => {
    if (ders.length > 0) readChain(ders, visit.name).then(setChain, complain);
  }, [wanted]);
  if (ders.length === 0)
    return <p class="empty">No certificate was recorded in this visit: a resumed session shows none.</p>;
  if (chain === null) return <p class="empty">Reading the certificates …</p>;
  // A visit is judged as of its own time: what expired since was good then.
  const now = Date.parse(visit.at);
  const problems = problemsOf(chain, visit.name, now);
  return (
    <div class="chain">
      <ValidityBars chain={chain} now={now} />
      <ol class="certificates" aria-label="Certificates, leaf first">
        {chain.map((certificate, index) => (
          <CertificateCard
            key={index}
            index={index}
            certificate={certificate}
            problems={problems.filter((problem) => problem.index === index)}
            now={now}
            last={index === chain.length - 1}
          />
        ))}
      </ol>
      <p class="actions">
        <Copy text={chain.map((each) => each?.pem ?? '').join('')} what="the chain as PEM" /> the chain as
        PEM, or{' '}
        <a
          download="chain.pem"
          href={`data:application/x-pem-file,${encodeURIComponent(chain.map((each) => each?.pem ?? '').join(''))}`}
        >
          download chain.pem
        </a>
      </p>
      {visit.scenario === null ? null : <Clients scenario={visit.scenario} />}
    </div>
  );
}

/** Validity of each certificate as a bar against the moment of the visit. */
function ValidityBars({ chain, now }: { chain: readonly (Certificate | null)[]; now: number }) {
  const year = 366 * 86_400_000;
  const [from, to] = [now - year, now + year];
  const at = (ms: number): number => Math.max(0, Math.min(100, ((ms - from) / (to - from)) * 100));
  return (
    <div class="validity" aria-hidden="true">
      {chain.map((certificate, index) => {
        if (certificate === null) return null;
        const [begin, end] = [Date.parse(certificate.notBefore), Date.parse(certificate.notAfter)];
        const off = now < begin || now > end;
        return (
          <div class="validity-row" key={certificate.fingerprint}>
            <span>{index === 0 ? 'leaf' : certificate.selfSigned ? 'root' : `issuer ${index}`}</span>
            <span class="track">
              <span
                class={`bar ${off ? 'bad' : ''}`}
                style={{ left: `${at(begin)}%`, width: `${Math.max(0.8, at(end) - at(begin))}%` }}
              />
              <span class="now" style={{ left: '50%' }} />
            </span>
          </div>
        );
      })}
      <div class="validity-row scale">
        <span />
        <span class="track-scale">
          <span>a year before</span>
          <span>the visit</span>
          <span>a year after</span>
        </span>
      </div>
    </div>
  );
}

interface CardProps {
  index: number;
  certificate: Certificate | null;
  problems: readonly Problem[];
  now: number;
  last: boolean;
}

function CertificateCard({ index, certificate, problems, now, last }: CardProps) {
  const role = index === 0 ? 'Leaf' : certificate?.selfSigned ? 'Root' : 'Intermediate';
  const hard = problems.some(({ mild }) => !mild);
  return (
    <li class={`certificate ${hard ? 'bad' : problems.length > 0 ? 'mild' : ''}`}>
      <h3>
        <span class="role">{role}</span> {certificate === null ? 'cannot be decoded' : certificate.subject}
      </h3>
      {problems.length === 0 ? null : (
        <ul class="problems">
          {problems.map(({ words, rule, mild }) => (
            <li key={words} class={mild ? 'mild' : 'bad'}>
              <strong>{words}</strong> <span class="quiet">{rule}</span>
            </li>
          ))}
        </ul>
      )}
      {certificate === null ? null : <Facts certificate={certificate} now={now} />}
      {last ? null : <p class="issued-by">issued by</p>}
    </li>
  );
}

function Facts({ certificate, now }: { certificate: Certificate; now: number }) {
  const left = daysLeft(certificate.notAfter, now);
  const day = (date: string): string => date.slice(0, 10);
  const span = `${day(certificate.notBefore)} to ${day(certificate.notAfter)}, ${
    left < 0 ? `over for ${-left} days` : `${left} days left`
  }`;
  const rows: [string, string][] = [
    ['names', certificate.names.map((name) => name.replace(/^(DNS|IP Address):/, '')).join(', ') || 'none'],
    ['valid', span],
    ['key', certificate.key],
    ['signature', certificate.signature],
    ['usage', [...certificate.keyUsage, ...certificate.extendedKeyUsage].join(', ') || 'not limited'],
    [
      'authority',
      certificate.ca
        ? `yes${certificate.pathLength === null ? '' : `, path length ${certificate.pathLength}`}`
        : 'no',
    ],
    ['issuer', certificate.issuer],
    ['trusted', certificate.trusted ? 'its issuer, or it itself, is what the client trusts' : 'not directly'],
    ['SHA-256', certificate.fingerprint],
  ];
  return (
    <>
      <dl class="fields">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value.length > 600 ? `${value.slice(0, 600)} …` : value}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>
          {certificate.text === null ? 'PEM' : 'openssl x509 -text'} of {certificate.subject.slice(0, 60)}
        </summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the text scrolls, and a keyboard must reach it */}
        <pre class="text" tabIndex={0}>
          {certificate.text ?? certificate.pem}
        </pre>
        <Copy text={certificate.pem} what="this certificate as PEM" /> as PEM
      </details>
    </>
  );
}
