import { type Signal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from './api.ts';
import { activeKeys } from './keys.ts';
import { nextTheme, projector, theme } from './look.ts';
import { go, href, route } from './route.ts';
import { connected, facts, health, learn } from './stream.ts';
import { Announcer, attempt } from './ui/announce.tsx';
import { useKeys } from './ui/hooks.ts';
import { Lessons } from './views/lessons.tsx';
import { Live } from './views/live.tsx';
import { Scenarios } from './views/scenarios.tsx';
import { State } from './views/state.tsx';
import { Verdicts } from './views/verdicts.tsx';
import { Wire } from './views/wire.tsx';

/** The views with the key that leads to each; the first one is where the page begins. */
const VIEWS = [
  { path: '', key: 'l', name: 'Live', view: Live },
  { path: 'scenarios', key: 's', name: 'Scenarios', view: Scenarios },
  { path: 'state', key: 'a', name: 'State', view: State },
  { path: 'wire', key: 'w', name: 'On the wire', view: Wire },
  { path: 'lessons', key: 't', name: 'Lessons', view: Lessons },
  { path: 'verdicts', key: 'v', name: 'Verdicts', view: Verdicts },
] as const;

const showsKeys = signal(false);

function toggle(what: Signal<boolean>): void {
  what.value = !what.value;
}

export function App() {
  const [first = ''] = route.value;
  const current = VIEWS.find(({ path }) => path === first) ?? VIEWS[0];
  const View = current.view;
  useEffect(() => {
    document.title = `${current.name}, azureml-fe-mock`;
  }, [current]);
  useKeys(
    [
      ...VIEWS.map(({ key, name, path }) => ({ key, does: name, act: () => go(href(path)) })),
      { key: 'd', does: 'light, dark, as the system', act: nextTheme },
      { key: 'p', does: 'projector, 150 %', act: () => toggle(projector) },
      { key: '?', does: 'this list', act: () => toggle(showsKeys) },
    ],
    0,
  );
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        To the content
      </button>
      <header class="top">
        <a class="brand" href={href()}>
          azureml-fe-mock
        </a>
        <nav aria-label="Views">
          {VIEWS.map(({ path, name }) => (
            <a key={path} href={href(path)} aria-current={path === current.path ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <CurrentScenario />
        <Connection />
        <div class="look">
          <button type="button" onClick={nextTheme} title="Light, dark, as the system (d)">
            {{ auto: 'Auto', light: 'Light', dark: 'Dark' }[theme.value]}
          </button>
          <button
            type="button"
            aria-label="Keys"
            onClick={() => {
              showsKeys.value = true;
            }}
          >
            ?
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <View />
      </main>
      {showsKeys.value ? <Keys /> : null}
      <Announcer />
    </>
  );
}

/** Which scenario is in force, always in sight, and the way back. */
function CurrentScenario() {
  const scenario = health.value?.scenario ?? null;
  if (facts.value?.parts.scenarios !== true && scenario === null) return null;
  const reset = (): Promise<boolean> =>
    attempt(async () => {
      await call('DELETE', '/scenario');
      await learn();
    });
  return (
    <div class={`current ${scenario === null ? '' : 'on'}`}>
      {scenario === null ? (
        <span class="quiet">No scenario</span>
      ) : (
        <>
          <span class="quiet">Scenario</span> <a href={href('scenarios', scenario)}>{scenario}</a>
          <button type="button" onClick={() => void reset()}>
            Back to normal
          </button>
        </>
      )}
    </div>
  );
}

function Connection() {
  const words = { connecting: 'Connecting', live: 'Live', lost: 'Harness is gone', fixture: 'Recorded' };
  return (
    <span class={`link-state ${connected.value}`} role="status">
      {words[connected.value]}
    </span>
  );
}

function Keys() {
  const close = (): void => {
    showsKeys.value = false;
  };
  useKeys([{ key: 'Escape', does: 'close', act: close }], 3);
  return (
    <div class="dialog-back">
      <div class="dialog" role="dialog" aria-modal="true" aria-label="Keys">
        <h2>Keys</h2>
        <dl class="keys">
          {activeKeys().map(({ key, does }) => (
            <div key={key}>
              <dt>
                <kbd>{key === ' ' ? 'Space' : key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <button type="button" onClick={close} ref={(button) => button?.focus()}>
          Close
        </button>
      </div>
    </div>
  );
}
