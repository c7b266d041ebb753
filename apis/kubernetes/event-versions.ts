import { type JsonObject, objectAt } from './json.ts';

/**
 * An Event of `v1`, the form in which events are kept, as one of `events.k8s.io/v1`. The two are one object under two
 * sets of names.
 */
export function toEventsV1(event: JsonObject): JsonObject {
  const {
    involvedObject,
    message,
    source,
    firstTimestamp,
    lastTimestamp,
    count,
    reportingComponent,
    ...rest
  } = event;
  return without({
    ...rest,
    apiVersion: 'events.k8s.io/v1',
    reportingController: reportingComponent ?? '',
    regarding: involvedObject ?? {},
    note: message ?? '',
    deprecatedSource: source ?? {},
    deprecatedFirstTimestamp: firstTimestamp ?? null,
    deprecatedLastTimestamp: lastTimestamp ?? null,
    ...(count === undefined ? {} : { deprecatedCount: count }),
  });
}

/** The way back. */
export function fromEventsV1(event: JsonObject): JsonObject {
  const {
    regarding,
    note,
    deprecatedSource,
    deprecatedFirstTimestamp,
    deprecatedLastTimestamp,
    deprecatedCount,
    reportingController,
    ...rest
  } = event;
  return {
    ...rest,
    apiVersion: 'v1',
    involvedObject: regarding ?? {},
    message: note ?? '',
    source: deprecatedSource ?? objectAt(event, 'deprecatedSource'),
    firstTimestamp: deprecatedFirstTimestamp ?? null,
    lastTimestamp: deprecatedLastTimestamp ?? null,
    ...(deprecatedCount === undefined ? {} : { count: deprecatedCount }),
    reportingComponent: reportingController ?? '',
  };
}

function without(event: JsonObject): JsonObject {
  const optional = ['note', 'reportingController', 'reportingInstance'];
  return Object.fromEntries(
    Object.entries(event).filter(([key, value]) => !(optional.includes(key) && value === '')),
  );
}
