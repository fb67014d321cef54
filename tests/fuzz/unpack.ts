/**
 * Our own decompressors and archive readers: any bytes, in any pieces, expand to the same or are damaged at the same byte;
 * what a directory lists lies at a place that can be asked for; nothing else is thrown, and it ends.
 */
import { createHash } from 'node:crypto';
import type { FileReader } from '#sources/file-reader.ts';
import { ByteSource } from '#sources/unpack/byte-source.ts';
import { expandBzip2 } from '#sources/unpack/bzip2.ts';
import { type Container, containerOf } from '#sources/unpack/container.ts';
import { Damaged } from '#sources/unpack/damaged.ts';
import { expandLz4 } from '#sources/unpack/lz4.ts';
import { expandLzma } from '#sources/unpack/lzma.ts';
import { readTar } from '#sources/unpack/tar.ts';
import { COMPRESSED, LZMA, OTHER_LZ4, OTHER_XZ, TINY, tarBytes, zipBytes } from '#sources/unpack/testing.ts';
import { expandXzStreams } from '#sources/unpack/xz-streams.ts';
import { readZip } from '#sources/unpack/zip.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

const ENTRIES = [
  { name: 'a.pcap', data: TINY },
  { name: 'folder/b', data: TINY, method: 0, behind: true },
  { name: 'c', data: TINY, zip64: true },
];
const SEEDS: readonly Uint8Array[] = [
  COMPRESSED['bzip2']!,
  COMPRESSED['lz4']!,
  ...OTHER_LZ4,
  ...OTHER_XZ,
  ...LZMA,
  zipBytes(ENTRIES),
  zipBytes(ENTRIES.slice(0, 2), { comment: 'a comment' }),
  tarBytes([
    { name: '././@LongLink', data: Buffer.from(`${'long/'.repeat(40)}\0`), type: 'L' },
    { name: 'a', data: TINY },
    { name: '././@PaxHeader', data: Buffer.from('20 path=some/where\n11 size=9\n'), type: 'x' },
    { name: 'b', data: TINY },
  ]),
].map((bytes) => new Uint8Array(bytes));
type Expand = (source: ByteSource) => Iterable<Uint8Array>;
const OWN: Partial<Record<Container, Expand>> = {
  bzip2: expandBzip2,
  lz4: expandLz4,
  lzma: expandLzma,
  xz: expandXzStreams,
};
const MOST_BYTES = 2 ** 26;
const MOST_ENTRIES = 200_000;

function check(input: Uint8Array): string {
  const container = containerOf(input);
  if (container === 'zip' || container === 'tar') return `${container} ${listed(container, input)}`;
  const own = container === undefined ? undefined : OWN[container];
  if (own === undefined) return 'not packed';
  const [whole, inPieces] = [expanded(own, input, input.length), expanded(own, input, 7)];
  if (whole !== inPieces) throw new Error(`pieces give ${inPieces}, the whole gives ${whole}`);
  return `${container} ${whole.replace(/^[^ ]+ /, '').replace(/\d+/g, 'N')}`;
}

/** Hash of what came out, and how it ended. */
function expanded(own: Expand, input: Uint8Array, pieceBytes: number): string {
  const hash = createHash('md5');
  let bytes = 0;
  let end = 'whole';
  try {
    const source = new ByteSource(pieces(input, pieceBytes));
    for (const piece of own(source)) {
      hash.update(piece);
      bytes += piece.length;
      if (bytes > MOST_BYTES) throw new Error('more comes out than can be in it');
    }
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    if (error.at < 0 || error.at > input.length)
      throw new Error(`the damage is at byte ${error.at} of ${input.length}`);
    end = `${error.message} at ${error.at}`;
  }
  return `${hash.digest('hex')} ${end}`;
}

function* pieces(input: Uint8Array, pieceBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < input.length; at += pieceBytes) yield input.subarray(at, at + pieceBytes);
}

function listed(container: 'zip' | 'tar', input: Uint8Array): string {
  const file: FileReader = {
    size: input.length,
    position: 0,
    read: () => 0,
    look(offset, length) {
      if (!(offset >= 0) || !(length >= 0)) throw new Error(`bytes ${offset}, ${length} are asked for`);
      return input.slice(offset, offset + length);
    },
    wholeSize: () => input.length,
    close: () => {},
  };
  let entries = 0;
  let end = 'whole';
  try {
    for (const { start, bytes } of container === 'zip' ? readZip(file).entries : readTar(file)) {
      if (!(start >= 0) || !(bytes >= 0)) throw new Error(`an entry lies at ${start}, ${bytes}`);
      if (++entries > MOST_ENTRIES) throw new Error('the list does not end');
    }
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    end = error.message;
  }
  return `${entries} entries, ${end}`;
}

export const target: FuzzTarget = {
  about: 'any bytes in any pieces expand to the same, or are damaged at the same byte; lists end',
  make: (random: Random) => mutate(random, random.pick(SEEDS), random.pick(SEEDS)),
  check,
};
