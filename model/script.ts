/**
 * A scoring script: what a person gives to be run for each request, as `score.py` is given to the real server. How
 * `run` wants its input follows from the script's other exports, where Python has decorators.
 */
export type ScoringScript = TextScript | ParameterScript | RawScript;

/** The request's headers as they came, names in lower case. */
export type RequestHeaders = Record<string, string>;

/**
 * What becomes of the value that `run` returns, or resolves with: null and undefined are answered as `{}`, a
 * `Response` as it is, and everything else as JSON. What it throws is answered with 500.
 */
export type RunOutput = unknown;

interface ScriptBase {
  /** Called once before the server listens, for what takes long: loading the model. */
  init?(): unknown;
}

/** `run` without decorators: it gets the body as text, or a GET's query as JSON text, and parses it itself. */
export interface TextScript extends ScriptBase {
  run: ScoreFunction;
  inputSchema?: undefined;
  rawHttp?: false;
}

/** Stands for `@input_schema`: `run` gets the members of a JSON object that the schema names. */
export interface ParameterScript extends ScriptBase {
  run(parameters: Record<string, unknown>, headers: RequestHeaders): RunOutput;
  inputSchema: InputSchema;
  /** Stands for `@output_schema`; only the swagger document shows it. */
  outputSchema?: object;
  rawHttp?: false;
}

/** Stands for `@rawhttp`: `run` gets the request itself, of whatever method. */
export interface RawScript extends ScriptBase {
  run(request: Request, headers: RequestHeaders): RunOutput;
  inputSchema?: undefined;
  rawHttp: true;
}

/** JSON Schema of the input. Each of its properties is a parameter of `run`, required unless it has a default. */
export interface InputSchema {
  type: 'object';
  properties: Record<string, { default?: unknown; [keyword: string]: unknown }>;
  [keyword: string]: unknown;
}

/** A scoring function without a script around it. */
export type ScoreFunction = (rawData: string, headers: RequestHeaders) => RunOutput;
