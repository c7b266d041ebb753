import t from 'tap';
import { widthOf, wrapLines, wrapText } from '../../common/wrap-text.ts';

t.test('a text is broken between words, and a long word stays whole', async (t) => {
  const rows: [text: string, columns: number, indent: string, lines: string[]][] = [
    ['one two three', 7, '', ['one two', 'three']],
    ['one two three', 7, '  ', ['one two', '  three']],
    ['a-very-long-word x', 5, '', ['a-very-long-word', 'x']],
    ['  set in and on', 10, '    ', ['  set in', '    and on']],
    ['1.2  client   → hello', 40, '', ['1.2  client   → hello']],
    ['', 10, '', ['']],
    ['no limit at all', Number.POSITIVE_INFINITY, '', ['no limit at all']],
  ];
  for (const [text, columns, indent, lines] of rows)
    t.strictSame(wrapText(text, columns, indent), lines, text);
});

t.test('colours take no room', async (t) => {
  t.equal(widthOf('\u001b[31mred\u001b[39m'), 3);
  t.strictSame(wrapText('\u001b[31mred\u001b[39m car', 7), ['\u001b[31mred\u001b[39m car']);
});

t.test('what goes on is set in under its own line', async (t) => {
  t.equal(wrapLines('head\n  - one two three', 9), 'head\n  - one\n    two\n    three');
});
