import { randomUUID } from 'node:crypto';
import { AzureError, toAzureError } from './azure-error.ts';
import { LIMITS } from './limits.ts';
import type { AzureChange, AzureTargets } from './targets.ts';

/** One long-running operation, as its status URL shows it. */
export interface Operation {
  readonly id: string;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly status: 'InProgress' | 'Succeeded' | 'Failed';
  /** Null unless it failed. */
  readonly error: AzureError | null;
}

/** A change that is to be made. */
export interface Change extends Pick<AzureChange, 'method' | 'type' | 'name'> {
  /** Id of the resource; two operations on one resource do not run at the same time. */
  resource: string;
  /** What `provisioningState` says until the end. */
  during: 'Creating' | 'Updating' | 'Deleting';
  /**
   * What an error of `run` becomes where there is no delay: true, a failed operation, as when the cluster finds it out;
   * false, a refusal of the request, which `start` throws.
   */
  failsLater: boolean;
  /** Not a long-running operation in Azure either: carried out at once whatever the delay. */
  immediate?: boolean;
  /** Called when the change is accepted, before it is made; what it returns is called at the end. */
  begin?(): (succeeded: boolean) => void;
  /** Makes it. @throws MockError or AzureError: the operation fails with it */
  run(): void | Promise<void>;
}

export interface OperationsOptions extends Pick<AzureTargets, 'changed' | 'settled'> {
  /** ms until an operation is carried out; 0: at once, and it is over when `start` resolves. */
  delayMs: number;
  /** ms since 1970. */
  now(): number;
}

/**
 * Carries out changes as Azure's long-running operations, and remembers how they ended (Azure Resource Manager,
 * "Track asynchronous Azure operations").
 */
export class Operations {
  readonly #options: OperationsOptions;
  readonly #operations = new Map<string, Operation>();
  readonly #running = new Map<string, Change['during']>();
  readonly #failures = new Map<string, AzureError>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  /**
   * Starts a change. Without a delay the operation that is returned is over, otherwise it is in progress.
   *
   * @throws AzureError 409 while another operation runs on the same resource, or too many run; and see `failsLater`
   */
  async start(change: Change): Promise<Operation> {
    const { resource } = change;
    if (this.#running.has(resource)) {
      const message = `Another operation on '${resource}' is in progress. Wait until it is over.`;
      throw new AzureError(409, 'Conflict', message);
    }
    if (this.#running.size >= LIMITS.runningOperations) {
      const message = `The mock runs ${LIMITS.runningOperations} operations at the same time. Wait until one is over.`;
      throw new AzureError(409, 'TooManyOperations', message);
    }
    this.#running.set(resource, change.during);
    const { delayMs, now } = this.#options;
    const operation: Operation = { id: randomUUID(), startedAt: now(), status: 'InProgress', error: null };
    this.#operations.set(operation.id, operation);
    const end = change.begin?.() ?? (() => undefined);
    if (delayMs === 0 || change.immediate === true)
      return this.#carryOut(operation, change, end, change.failsLater);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#carryOut(operation, change, end, true);
    }, delayMs);
    this.#timers.add(timer);
    return operation;
  }

  async #carryOut(
    operation: Operation,
    change: Change,
    end: (succeeded: boolean) => void,
    keepsFailure: boolean,
  ): Promise<Operation> {
    const error = await this.#run(change);
    const { method, type, name, resource } = change;
    this.#running.delete(resource);
    end(error === null);
    const detail = error === null ? `${method} ${type} ${name} succeeded.` : error.message;
    const status = error?.status ?? (change.during === 'Creating' ? 201 : 200);
    this.#options.changed({ method, type, name, status, detail });
    if (error !== null && !keepsFailure) {
      this.#operations.delete(operation.id);
      throw error;
    }
    const ended: Operation = { ...operation, status: error === null ? 'Succeeded' : 'Failed', error };
    this.#operations.set(operation.id, ended);
    this.#failures.delete(resource);
    if (error !== null) this.#failures.set(resource, error);
    this.#forgetOldest();
    return ended;
  }

  async #run(change: Change): Promise<AzureError | null> {
    try {
      await change.run();
      await this.#options.settled?.();
      return null;
    } catch (error) {
      return toFailure(error);
    }
  }

  /** @returns undefined for an id that was never given or is forgotten */
  get(id: string): Operation | undefined {
    return this.#operations.get(id);
  }

  /** `provisioningState` of a resource. */
  stateOf(resource: string): Change['during'] | 'Succeeded' | 'Failed' {
    return this.#running.get(resource) ?? (this.#failures.has(resource) ? 'Failed' : 'Succeeded');
  }

  /** Why the last operation on a resource failed; null where it did not. */
  failureOf(resource: string): AzureError | null {
    return this.#failures.get(resource) ?? null;
  }

  /** Ends the waiting of all operations; they are not carried out. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #forgetOldest(): void {
    for (const kept of [this.#operations, this.#failures]) {
      for (const id of kept.keys()) {
        if (kept.size <= LIMITS.finishedOperations + this.#running.size) break;
        kept.delete(id);
      }
    }
  }
}

/** A defect of the mock fails the operation as well: no caller awaits what a timer started. */
function toFailure(error: unknown): AzureError {
  try {
    return toAzureError(error);
  } catch {
    const message = error instanceof Error ? error.message : String(error);
    return new AzureError(500, 'InternalServerError', `This is a defect of azureml-fe-mock: ${message}`);
  }
}
