/** Compressions and archives, told by their first bytes and never by a name. */
import type { Compression } from './expand.ts';

export type Container = Exclude<Compression, 'deflate'> | 'zip' | 'tar';

/** containerOf needs this many bytes, or the whole file if it is shorter. */
export const CONTAINER_HEAD_BYTES = 512;

const MAGICS: readonly (readonly [hex: string, container: Container])[] = [
  ['1f8b08', 'gzip'],
  ['28b52ffd', 'zstd'],
  ['fd377a585a00', 'xz'],
  ['04224d18', 'lz4'],
  ['02214c18', 'lz4'],
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
];
/** zstd and lz4 share frames that are to be passed over, and may begin with one. */
const SKIPPED = /^5.2a4d18/;
/** properties of LZMA as all programs set them, a power of two for a dictionary, then the length, often not told, and a zero */
const LZMA = /^5d(0000(01|02|04|08|10|20|40|80)00|000000(01|02|04|08|10))(f{16}|[0-9a-f]{10}000000)00/;
const TAR_MAGIC_AT = 257;

/** By its first bytes; undefined: it is none that we undo. */
export function containerOf(head: Uint8Array): Container | undefined {
  const hex = Buffer.from(head.subarray(0, 6)).toString('hex');
  const known = MAGICS.find(([magic]) => hex.startsWith(magic));
  if (known !== undefined) return known[1];
  if (/^425a683[1-9](3141|1772)/.test(hex)) return 'bzip2';
  if (SKIPPED.test(hex)) return 'zstd';
  if (LZMA.test(Buffer.from(head.subarray(0, 14)).toString('hex'))) return 'lzma';
  if (Buffer.from(head.subarray(TAR_MAGIC_AT, TAR_MAGIC_AT + 5)).toString('latin1') === 'ustar') return 'tar';
  return undefined;
}

export function isArchive(container: Container): container is 'zip' | 'tar' {
  return container === 'zip' || container === 'tar';
}
