import t from 'tap';
import { jsonText } from '../../model/json-text.ts';
import { sumRows } from '../../model/score.ts';

t.test('the embedded model sums each row of whatever JSON it is given', async (t) => {
  const cases: [input: string, result: number[]][] = [
    ['{"data":[[1,2,3]]}', [6]],
    ['{"data":[[1,2,3],[4],[]]}', [6, 4, 0]],
    ['{"data":[1,2.5]}', [1, 2.5]],
    ['{"data":[{"age":40,"tags":["x",[2]]}]}', [42]],
    ['{"data":[]}', []],
    ['{"data":7}', [7]],
    ['{"input_data":{"columns":["a"],"index":[0],"data":[[5]]}}', [5]],
    ['{"messages":[{"role":"user","content":"hello"}]}', [0]],
    ['[[1,2],[3]]', [6]],
    ['null', [0]],
    ['{}', [0]],
    ['', []],
  ];
  for (const [input, result] of cases) t.strictSame(sumRows(input, {}), { result }, input);
});

t.test('the embedded model raises on what is not JSON', async (t) => {
  t.throws(() => sumRows('{"data":', {}), { name: 'SyntaxError' });
});

t.test('no depth of nesting ends the process', async (t) => {
  const depth = 5000;
  const nested = `${'['.repeat(depth)}1${']'.repeat(depth)}`;
  t.strictSame(sumRows(nested, {}), { result: [1] });
});

t.test('JSON is written byte for byte as Python writes it', async (t) => {
  const cases: [value: unknown, text: string][] = [
    [{ result: [6, 4] }, '{"result": [6, 4]}'],
    [{ a: { b: [] }, c: {} }, '{"a": {"b": []}, "c": {}}'],
    ['line\n, "quote" \\', '"line\\n, \\"quote\\" \\\\"'],
    ['ü\u{1f600}\x7f', '"\\u00fc\\ud83d\\ude00\\u007f"'],
    [null, 'null'],
  ];
  for (const [value, text] of cases) t.equal(jsonText(value), text);
  t.throws(() => jsonText(() => 1), TypeError);
  t.throws(() => jsonText({ id: 1n }), TypeError);
});
