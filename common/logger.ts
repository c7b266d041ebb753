/** The part of pino's logger that the rooms use: fields first, then the sentence. Keys and bodies never go in. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const nothing = (): void => undefined;

/** A logger that says nothing, for worlds that are read from observations alone. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
