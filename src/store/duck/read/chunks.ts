/** Chunks of capture files that hold packets of some flows. */
import type { Row } from './source.ts';

/**
 * Chunk numbers, ascending, each once. A flow has its first and last chunk and, when it lies in more than two, the ones
 * between as LEB128 deltas, each from the one before.
 */
export function chunkNumbers(spans: readonly Row[], more: readonly Row[]): readonly number[] {
  const numbers = new Set<number>();
  const firsts = new Map<number, number>();
  for (const span of spans) {
    numbers.add(Number(span.first_chunk));
    numbers.add(Number(span.last_chunk));
    firsts.set(Number(span.id), Number(span.first_chunk));
  }
  for (const row of more) {
    let number = firsts.get(Number(row.flow));
    if (number === undefined) continue;
    const bytes = row.deltas as Uint8Array;
    let delta = 0;
    let scale = 1;
    for (const byte of bytes) {
      delta += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte >= 0x80) continue;
      number += delta;
      numbers.add(number);
      delta = 0;
      scale = 1;
    }
  }
  return [...numbers].sort((a, b) => a - b);
}
