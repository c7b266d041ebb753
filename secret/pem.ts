import { fail } from './errors.ts';
import type { Part, PemBlock } from './pem-block.ts';
import { contentOfArmour, explainNotPem } from './recognise.ts';

const BEGIN = /^-----BEGIN ([^-]+)-----$/;
const END = /^-----END ([^-]+)-----$/;

/**
 * Splits PEM text into its blocks. CRLF, and text between the blocks (comments, the bag attributes
 * of `openssl pkcs12`) are passed over (RFC 7468 section 2, explanatory text).
 *
 * @throws MockError E40007 where the part is empty, not PEM, or PEM that no TLS library would read as it was meant
 */
export function readPem(part: Part): [PemBlock, ...PemBlock[]] {
  const { bytes, place } = part;
  if (bytes.toString('latin1').trim() === '') throw fail('SECRET_EMPTY', { place });
  const text = bytes.toString('utf8');
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trimEnd());
  // ASSUMPTION: byte-order-mark: what the real check says to a mark before a BEGIN line is not published; OpenSSL passes
  // over it, and BoringSSL, and so Envoy, does not find the block behind it. Refused. Changed by nothing: without the
  // mark the file is the same to all.
  if (lines.some((line) => /^\ufeff+-----BEGIN /.test(line))) throw fail('SECRET_BYTE_ORDER_MARK', { place });

  if (lines.length > 2 && !text.trimEnd().includes('\n'))
    throw fail('SECRET_PEM_LAYOUT', {
      place,
      problem: 'its lines end with CR alone, as on the first Macintosh',
    });
  const [first, ...rest] = collectBlocks(lines, place);
  if (first === undefined) throw explainNotPem(part);
  for (const block of [first, ...rest]) {
    const found = contentOfArmour(block);
    if (found !== null) throw fail('SECRET_ARMOURED_TWICE', { place, found, label: block.label });
  }
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
