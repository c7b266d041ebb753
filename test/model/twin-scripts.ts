import { sumRows } from '../../model/score.ts';
import type { ScoringScript } from '../../model/script.ts';

export type ScriptName = 'text' | 'parameters' | 'raw';

/** One scoring script written twice: in Python for the real server, and for the embedded one. */
export interface TwinScript {
  python: string;
  embedded: ScoringScript;
}

/** Without decorators: the rows' sums, or what `return` in the input asks for. */
const text: TwinScript = {
  python: `
import json
from azureml_inference_server_http.api.aml_response import AMLResponse

def init():
    pass

def total(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return sum(total(inner) for inner in value)
    return value if isinstance(value, (int, float)) else 0

def run(raw_data):
    if raw_data == "":
        return {"result": []}
    data = json.loads(raw_data)
    wanted = data.get("return")
    if wanted == "nothing":
        return None
    if wanted == "text":
        return "\\u00fc \\U0001f600 \\x7f, \\n"
    if wanted == "input":
        return {"input": data}
    if wanted == "no JSON":
        return len
    if wanted == "error":
        raise ValueError("no")
    if isinstance(wanted, int):
        return AMLResponse("own", wanted, {"Content-Type": "text/plain", "x-own": "1"})
    rows = data["data"] if isinstance(data.get("data"), list) else [data]
    return {"result": [total(row) for row in rows]}
`,
  embedded: {
    run(rawData, headers) {
      const wanted: unknown = rawData === '' ? undefined : JSON.parse(rawData).return;
      if (wanted === 'nothing') return null;
      if (wanted === 'text') return '\u00fc \u{1f600} \x7f, \n';
      if (wanted === 'input') return { input: JSON.parse(rawData) };
      if (wanted === 'no JSON') return () => 0;
      if (wanted === 'error') throw new RangeError('no');
      if (typeof wanted === 'number') {
        const own = { 'content-type': 'text/plain', 'x-own': '1' };
        return new Response('own', { status: wanted, headers: own });
      }
      return sumRows(rawData, headers);
    },
  },
};

/** With an input schema: one parameter that must be there and one with a default. */
const parameters: TwinScript = {
  python: `
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType

def init():
    pass

@input_schema("data", StandardPythonParameterType([[1, 2, 3]]))
@output_schema(StandardPythonParameterType("m"))
def run(data, unit="m"):
    return {"result": [sum(row) for row in data], "unit": unit}
`,
  embedded: {
    inputSchema: { type: 'object', properties: { data: {}, unit: { default: 'm' } } },
    run({ data, unit }: Record<string, unknown>) {
      const rows = data as number[][];
      return { result: rows.map((row) => row.reduce((sum, value) => sum + value, 0)), unit };
    },
  },
};

/** With the request itself. */
const raw: TwinScript = {
  python: `
from azureml_inference_server_http.api.aml_request import rawhttp
from azureml_inference_server_http.api.aml_response import AMLResponse

def init():
    pass

@rawhttp
def run(request):
    told = "%s %s %d" % (request.method, request.args.get("a"), len(request.get_data()))
    return AMLResponse(told, 200, {"Content-Type": "text/plain"})
`,
  embedded: {
    rawHttp: true,
    async run(request) {
      const a = new URL(request.url).searchParams.get('a') ?? 'None';
      const told = `${request.method} ${a} ${(await request.arrayBuffer()).byteLength}`;
      return new Response(told, { headers: { 'content-type': 'text/plain' } });
    },
  },
};

export const TWIN_SCRIPTS: Record<ScriptName, TwinScript> = { text, parameters, raw };
