/** The capture formats, told apart by their first bytes. Adding one is a file and a line in each of the two functions. */
import type { EpochSec, Framer } from './packets.ts';
import { isPcap, PCAP_HEADER_BYTES, PcapFramer, type PcapHeader, parsePcapHeader } from './pcap.ts';
import { isPcapng, PCAPNG_HEAD_BYTES, PcapngFramer, type PcapngState, sectionOrder } from './pcapng.ts';

/** openCapture needs this many bytes, or the whole file if it is shorter. */
export const HEAD_BYTES = 32;

/** A framer, or what an AppError needs to say why there is none (with the path added). */
export type OpenedCapture =
  | { readonly ok: true; readonly framer: Framer }
  | {
      readonly ok: false;
      readonly code: 'CAPTURE_EMPTY' | 'CAPTURE_UNKNOWN_FORMAT' | 'CAPTURE_BAD_HEADER';
      readonly data: Readonly<Record<string, string | number>>;
    };

/** Opens a capture by the first bytes of its file. Times count from `epochSec`, by default the first packet's second. */
export function openCapture(head: Uint8Array, epochSec?: EpochSec): OpenedCapture {
  if (head.length === 0) return { ok: false, code: 'CAPTURE_EMPTY', data: {} };
  if (isPcap(head)) {
    const header = parsePcapHeader(head);
    if (typeof header === 'string') return badHeader(header);
    return { ok: true, framer: new PcapFramer(header, epochSec, PCAP_HEADER_BYTES) };
  }
  if (isPcapng(head)) {
    if (head.length < PCAPNG_HEAD_BYTES) return badHeader(`the file ends within its header (${head.length} bytes)`);
    if (sectionOrder(head, 0) === undefined) return badHeader('the section header has no byte-order magic');
    const state: PcapngState = { kind: 'pcapng', interfaces: [], ...(epochSec === undefined ? {} : { epochSec }) };
    return { ok: true, framer: new PcapngFramer(state, 0) };
  }
  return { ok: false, code: 'CAPTURE_UNKNOWN_FORMAT', data: { magic: magicInWords(head) } };
}

/** Goes on reading at byte `offset` of a file, with the state() of a framer that stood there. */
export function restoreCapture(state: string, offset: number): Framer {
  const parsed = JSON.parse(state) as PcapngState | (PcapHeader & { epochSec?: EpochSec });
  return parsed.kind === 'pcap' ? new PcapFramer(parsed, parsed.epochSec, offset) : new PcapngFramer(parsed, offset);
}

function badHeader(reason: string): OpenedCapture {
  return { ok: false, code: 'CAPTURE_BAD_HEADER', data: { offset: 0, reason } };
}

const COMPRESSED: readonly (readonly [string, string])[] = [
  ['1f8b', 'gzip'],
  ['28b52ffd', 'zstd'],
  ['04224d18', 'lz4'],
  ['fd377a585a00', 'xz'],
  ['425a68', 'bzip2'],
  ['504b0304', 'zip'],
];

/** "54 68 69 73 (This)", or the name of a compression that must be undone first. */
function magicInWords(head: Uint8Array): string {
  const start = head.subarray(0, 8);
  const hex = Buffer.from(start).toString('hex');
  const bytes = hex.slice(0, 8).replace(/(..)(?=.)/g, '$1 ');
  const compressed = COMPRESSED.find(([magic]) => hex.startsWith(magic));
  if (compressed !== undefined) return `${bytes} (${compressed[1]}, decompress it first)`;
  const ascii = [...start].every(
    (byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 9,
  );
  return ascii ? `${bytes} (text)` : bytes;
}
