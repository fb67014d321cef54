/** Undoes one compression: pieces in, pieces out. */
import { ByteSource } from './byte-source.ts';
import { expandBzip2 } from './bzip2.ts';
import { expandLz4 } from './lz4.ts';
import { expandLzma } from './lzma.ts';
import { expandXz } from './xz.ts';
import { expandXzStreams, needsMore } from './xz-streams.ts';
import { expandByZlib } from './zlib-stream.ts';

export type Compression = 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'lz4' | 'lzma' | 'deflate';

/**
 * Yields what the pieces expand to, each valid until the next. They may be asked for twice. Throws Damaged at a fault, once
 * everything before it has come.
 */
export function expand(
  kind: Compression,
  pieces: () => Iterable<Uint8Array>,
): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  switch (kind) {
    case 'gzip':
    case 'deflate':
    case 'zstd':
      return expandByZlib(kind, pieces);
    case 'xz':
      return needsMore(firstOf(pieces())) ? expandXzStreams(new ByteSource(pieces())) : expandXz(pieces());
    case 'lzma':
      return expandLzma(new ByteSource(pieces()));
    case 'bzip2':
      return expandBzip2(new ByteSource(pieces()));
    case 'lz4':
      return expandLz4(new ByteSource(pieces()));
  }
}

function firstOf(pieces: Iterable<Uint8Array>): Uint8Array {
  for (const piece of pieces) if (piece.length > 0) return piece;
  return new Uint8Array(0);
}
