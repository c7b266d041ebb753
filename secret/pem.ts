import { fail } from './errors.ts';
import type { Part, PemBlock } from './pem-block.ts';
import { explainNotPem } from './recognise.ts';

const BEGIN = /^-----BEGIN ([^-]+)-----$/;
const END = /^-----END ([^-]+)-----$/;

/**
 * Splits PEM text into its blocks. A byte order mark, CRLF, and text between the blocks (comments, the bag attributes
 * of `openssl pkcs12`) are passed over (RFC 7468 section 2, explanatory text).
 *
 * @throws MockError E40007 where the part is empty, not PEM, or PEM that no TLS library would read as it was meant
 */
export function readPem(part: Part): [PemBlock, ...PemBlock[]] {
  const { bytes, place } = part;
  if (bytes.toString('latin1').trim() === '') throw fail('SECRET_EMPTY', { place });
  // ASSUMPTION: byte-order-mark: OpenSSL passes over a mark at the start of PEM; whether the real check does is not
  // published. It is taken off and never served. Changed by nothing: a file without one is the same to both.
  const lines = bytes
    .toString('utf8')
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/^\ufeff/, '').trimEnd());

  const [first, ...rest] = collectBlocks(lines, place);
  if (first === undefined) throw explainNotPem(part);
  return [first, ...rest];
}

function collectBlocks(lines: readonly string[], place: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { label: string; lines: string[] } | null = null;
  for (const line of lines) {
    refuseBadLayout(line, place);
    const begun = BEGIN.exec(line)?.[1];
    if (open === null) {
      if (begun !== undefined) open = { label: begun, lines: [line] };
      continue;
    }
    if (begun !== undefined) break;
    open.lines.push(line);
    const ended = END.exec(line)?.[1];
    if (ended === undefined) continue;
    if (ended !== open.label) break;
    blocks.push(makeBlock(open.label, open.lines));
    open = null;
  }
  if (open !== null) throw fail('SECRET_PEM_TRUNCATED', { place, block: open.label });
  return blocks;
}

function makeBlock(label: string, lines: string[]): PemBlock {
  const encrypted = lines.some((line) => /^Proc-Type:\s*4\s*,\s*ENCRYPTED$/i.test(line));
  return { label, text: `${lines.join('\n')}\n`, encrypted };
}

/** OpenSSL knows a boundary only where it starts and fills a line; anything else it skips or stumbles over. */
function refuseBadLayout(line: string, place: string): void {
  const problem = layoutProblem(line);
  if (problem !== null) throw fail('SECRET_PEM_LAYOUT', { place, problem });
}

function layoutProblem(line: string): string | null {
  if (/^\s+-----(BEGIN|END) /.test(line)) return 'a boundary line is indented';
  if (!/^-----(BEGIN|END) /.test(line) || BEGIN.test(line) || END.test(line)) return null;
  return /^-----END [^-]+-----.*-----BEGIN /.test(line)
    ? 'an END line runs into the next BEGIN line, as when a file without a last line break is appended to'
    : 'its line breaks are gone, as when it was folded or escaped on its way';
}
