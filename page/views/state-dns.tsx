import { useState } from 'preact/hooks';
import { call } from '../api.ts';
import type { DnsFault, DnsRecord, Endpoint } from '../api-types.ts';
import { facts } from '../stream.ts';
import { Command } from '../ui/copy.tsx';
import { change, cli, controlUrl } from './change.ts';

const FAULTS = ['nxdomain', 'nodata', 'servfail', 'refused', 'no-answer', 'truncate'] as const;

/** Records and faults of the zones, with the registrar's tools. */
export function Dns({ records, faults }: { records: readonly DnsRecord[]; faults: readonly DnsFault[] }) {
  const fqdn = facts.value?.fqdn ?? '';
  const first = records.find(({ name }) => name.replace(/\.$/, '') === fqdn) ?? records[0];
  const [draft, setDraft] = useState<{ name: string; type: string; value: string; ttl: number } | null>(null);
  const [fault, setFault] = useState<string>('nxdomain');
  const shown = draft ?? {
    name: first?.name ?? fqdn,
    type: first?.type ?? 'A',
    value: first?.value ?? '127.0.0.1',
    ttl: first?.ttl ?? 60,
  };
  const path = encodeURIComponent(shown.name);
  const { type, value, ttl } = shown;
  return (
    <section class="card" aria-labelledby="state-dns">
      <h2 id="state-dns">DNS</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">name</th>
              <th scope="col">TTL</th>
              <th scope="col">type</th>
              <th scope="col">value</th>
              <th scope="col">fault</th>
            </tr>
          </thead>
          <tbody>
            {records.slice(0, 200).map((record) => (
              <tr key={`${record.name} ${record.type} ${record.value}`}>
                <th scope="row" class="mono">
                  {record.name}
                </th>
                <td>{record.ttl} s</td>
                <td>{record.type}</td>
                <td class="mono">{record.value}</td>
                <td>
                  {faults.find(({ name }) => name === record.name)?.fault ?? <span class="quiet">none</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3>Set a record</h3>
      <form
        class="controls"
        onSubmit={(event) => {
          event.preventDefault();
          void change(() => call('PUT', `/dns/records/${path}`, { type, value, ttl }));
        }}
      >
        <input
          aria-label="Name"
          value={shown.name}
          onInput={({ currentTarget }) => setDraft({ ...shown, name: currentTarget.value })}
        />
        <input
          aria-label="TTL in seconds"
          type="number"
          min={0}
          value={ttl}
          onInput={({ currentTarget }) => setDraft({ ...shown, ttl: Number(currentTarget.value) })}
        />
        <input
          aria-label="Type"
          class="short"
          value={type}
          onInput={({ currentTarget }) => setDraft({ ...shown, type: currentTarget.value })}
        />
        <input
          aria-label="Record value"
          value={value}
          onInput={({ currentTarget }) => setDraft({ ...shown, value: currentTarget.value })}
        />
        <button type="submit">Set</button>
      </form>
      <Command
        text={`${cli()} dns set ${shown.name} ${type} ${value} --ttl ${ttl} ${controlUrl()}`}
        label="the same as a command"
      />
      <h3>Break it</h3>
      <div class="controls">
        <select
          aria-label="Fault"
          value={fault}
          onChange={({ currentTarget }) => setFault(currentTarget.value)}
        >
          {FAULTS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <button
          type="button"
          onClick={() => void change(() => call('PUT', `/dns/faults/${path}`, { fault }))}
        >
          Put in force for {shown.name}
        </button>
        {faults.map(({ name }) => (
          <button
            key={name}
            type="button"
            onClick={() => void change(() => call('DELETE', `/dns/faults/${encodeURIComponent(name)}`))}
          >
            End the fault of {name}
          </button>
        ))}
      </div>
    </section>
  );
}

/** Endpoints with their deployments, and how much traffic each gets. */
export function Endpoints({ endpoints }: { endpoints: readonly Endpoint[] }) {
  return (
    <section class="card" aria-labelledby="state-endpoints">
      <h2 id="state-endpoints">Endpoints</h2>
      {endpoints.map((endpoint) => (
        <div key={endpoint.name} class="endpoint">
          <h3>
            {endpoint.name} <span class="quiet">auth mode {endpoint.authMode}</span>
          </h3>
          <ul class="deployments">
            {endpoint.deployments.map(({ name, instances, replicas }) => (
              <li key={name}>
                <strong>{name}</strong> <span class="quiet">{describe(instances ?? replicas)}</span>
                <label>
                  traffic{' '}
                  <input
                    type="number"
                    min={0}
                    max={100}
                    value={endpoint.traffic[name] ?? 0}
                    onChange={({ currentTarget }) =>
                      void change(() =>
                        call('PUT', `/endpoints/${encodeURIComponent(endpoint.name)}/traffic`, {
                          ...endpoint.traffic,
                          [name]: Number(currentTarget.value),
                        }),
                      )
                    }
                  />{' '}
                  %
                </label>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

const describe = (replicas: unknown): string => (typeof replicas === 'number' ? `${replicas} replicas` : '');
