import { MockError } from '../common/errors.ts';
import type { ExtensionObserved, Observe } from '../common/observations.ts';
import type { ExtensionControl } from '../extension/extension-control.ts';

/** An extension whose changes, made or refused, are observations, whichever API they came by. */
export function observedExtension(control: ExtensionControl, observe: Observe): ExtensionControl {
  const tell = async <T>(event: ExtensionObserved['event'], work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work();
      observe({ kind: 'extension', event, detail: describe(control, event) });
      return result;
    } catch (error) {
      if (error instanceof MockError)
        observe({ kind: 'extension', event: 'refused', detail: `${error.code}: ${error.message}` });
      throw error;
    }
  };
  return {
    show: () => control.show(),
    create: (change) => tell('created', () => control.create(change)),
    update: (change) => tell('updated', () => control.update(change)),
    install: (settings) =>
      tell(control.show().installed ? 'updated' : 'created', () => control.install(settings)),
    remove: () => tell('deleted', () => control.remove()),
  };
}

function describe(control: ExtensionControl, event: ExtensionObserved['event']): string {
  if (event === 'deleted') return 'the router is closed';
  const { scoring, served } = control.show();
  const certificate = served === null ? 'no certificate' : `the certificate ${served.fingerprint}`;
  return `${scoring?.uri ?? 'no scoring URI'}, with ${certificate}`;
}
