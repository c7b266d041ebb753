import { useEffect, useState } from 'preact/hooks';
import { call } from '../api.ts';
import type { DnsFault, DnsRecord, Endpoint, Extension } from '../api-types.ts';
import { daysLeft } from '../model/chain-problems.ts';
import { facts, health, onObservation } from '../stream.ts';
import { Command } from '../ui/copy.tsx';
import { useAnswer } from '../ui/hooks.ts';
import { change, changes, cli, controlUrl } from './change.ts';
import { Dns, Endpoints } from './state-dns.tsx';

/** What the harness is like now, and each part of it to be changed as by the command line. */
export function State() {
  useEffect(
    () =>
      onObservation(({ kind }) => {
        if (kind === 'secret' || kind === 'extension') changes.value += 1;
      }),
    [],
  );
  const again = changes.value;
  const { parts } = facts.value ?? { parts: null };
  const extension = useAnswer<Extension>(parts?.extension === true ? '/extension' : null, again);
  const records = useAnswer<{ records: DnsRecord[] }>(parts?.dns === true ? '/dns/records' : null, again);
  const faults = useAnswer<{ faults: DnsFault[] }>(parts?.dns === true ? '/dns/faults' : null, again);
  const endpoints = useAnswer<Endpoint[]>(parts?.endpoints === true ? '/endpoints' : null, again);
  return (
    <div class="sheet">
      <h1>State</h1>
      {extension === null ? <p class="quiet">This harness has no extension to show.</p> : null}
      {extension === null ? null : <Secret extension={extension} />}
      {extension === null ? null : <Settings extension={extension} />}
      {records === null ? null : <Dns records={records.records} faults={faults?.faults ?? []} />}
      {endpoints === null ? null : <Endpoints endpoints={endpoints} />}
    </div>
  );
}

function Secret({ extension }: { extension: Extension }) {
  const [days, setDays] = useState(90);
  const served = extension.served ?? health.value?.served ?? null;
  const left = served?.notAfter == null ? null : daysLeft(served.notAfter, Date.now());
  return (
    <section class="card" aria-labelledby="state-secret">
      <h2 id="state-secret">Secret</h2>
      <dl class="fields">
        <div>
          <dt>served</dt>
          <dd class="mono">{served?.fingerprint ?? 'none, plain HTTP'}</dd>
        </div>
        {served === null ? null : (
          <>
            <div>
              <dt>names</dt>
              <dd>{served.names.map((name) => name.replace(/^(DNS|IP):/, '')).join(', ')}</dd>
            </div>
            <div>
              <dt>expires</dt>
              <dd>
                {served.notAfter?.slice(0, 10)}, {left} days left
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>waiting</dt>
          {extension.waitingSecret === null ? (
            <dd class="quiet">nothing; a renewed secret waits here for the extension update</dd>
          ) : (
            <dd class="mono">
              <strong>{extension.waitingSecret}</strong>
            </dd>
          )}
        </div>
      </dl>
      <h3>Renew it</h3>
      <ol class="renewal">
        <li>
          <label>
            Issue a certificate for{' '}
            <input
              type="number"
              min={1}
              max={3650}
              value={days}
              onInput={({ currentTarget }) => setDays(Number(currentTarget.value))}
            />{' '}
            days
          </label>{' '}
          <button
            type="button"
            data-action="renew-secret"
            onClick={() => void change(() => call('POST', '/page/secret', { days }))}
          >
            Replace the secret
          </button>
        </li>
        <li>
          Take it into service:{' '}
          <button
            type="button"
            data-action="update-extension"
            onClick={() => void change(() => call('PUT', '/extension', {}))}
          >
            Update the extension
          </button>
        </li>
      </ol>
      <Command
        text={`${cli()} k8s-extension update --name azureml ${controlUrl()}`}
        label="the same as a command"
      />
    </section>
  );
}

function Settings({ extension }: { extension: Extension }) {
  const [name, setName] = useState('sslCname');
  const [value, setValue] = useState('');
  const settings = Object.entries(extension.config);
  const pair = `${name}=${value}`;
  return (
    <section class="card" aria-labelledby="state-extension">
      <h2 id="state-extension">Extension</h2>
      {extension.installed ? null : <p>The extension is not installed.</p>}
      <dl class="fields">
        {settings.map(([key, text]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd class="mono">{text}</dd>
          </div>
        ))}
        {extension.configProtectedKeys.map((key) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd class="quiet">protected, never shown</dd>
          </div>
        ))}
        {extension.scoring === null ? null : (
          <div>
            <dt>scoring URI</dt>
            <dd class="mono">{extension.scoring.uri}</dd>
          </div>
        )}
      </dl>
      <h3>Change a setting</h3>
      <form
        class="controls"
        onSubmit={(event) => {
          event.preventDefault();
          void change(() => call('PUT', '/extension', { config: { [name]: value } }));
        }}
      >
        <input
          aria-label="Setting"
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <span>=</span>
        <input
          aria-label="Value"
          value={value}
          onInput={({ currentTarget }) => setValue(currentTarget.value)}
        />
        <button type="submit">Update</button>
      </form>
      <Command
        text={`${cli()} k8s-extension update --name azureml --config ${pair} ${controlUrl()}`}
        label="the same as a command"
      />
      {extension.healthReport === null ? null : (
        <details>
          <summary>Health report of the last change</summary>
          <pre class="text">{extension.healthReport.text}</pre>
        </details>
      )}
    </section>
  );
}
