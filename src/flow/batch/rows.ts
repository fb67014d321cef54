/** Writing into the columns of a batch that grow or take two words a value. */
import type { FlowBatch } from './batch.ts';

const U32 = 2 ** 32;

/** A u64 of two words. */
export function putCount(column: Uint32Array, row: number, value: number): void {
  column[2 * row] = value >>> 0;
  column[2 * row + 1] = (value / U32) >>> 0;
}

/** Makes room for `bytes` more in the heap. */
export function reserveHeap(batch: FlowBatch, bytes: number): void {
  if (batch.heapLength + bytes <= batch.heap.length) return;
  const heap = new Uint8Array(Math.max(batch.heap.length * 2, batch.heapLength + bytes));
  heap.set(batch.heap);
  batch.heap = heap;
}

/** A copy of twice the size. */
export function grown<T extends Uint32Array | Float64Array | Uint16Array>(column: T): T {
  const Column = column.constructor as new (length: number) => T;
  const larger = new Column(column.length * 2);
  larger.set(column as never);
  return larger;
}

/** Numbers of chunks between the first and the last, ascending, as LEB128 deltas. */
export function putChunksBetween(batch: FlowBatch, row: number, first: number, between: readonly number[]): void {
  if (batch.moreChunksCount === batch.moreChunksRow.length) {
    batch.moreChunksRow = grown(batch.moreChunksRow);
    batch.moreChunksOffset = grown(batch.moreChunksOffset);
    batch.moreChunksLength = grown(batch.moreChunksLength);
  }
  reserveHeap(batch, between.length * 5);
  const start = batch.heapLength;
  let before = first;
  for (const chunk of between) {
    let delta = (chunk - before) >>> 0;
    before = chunk;
    for (; delta >= 0x80; delta >>>= 7) batch.heap[batch.heapLength++] = (delta & 0x7f) | 0x80;
    batch.heap[batch.heapLength++] = delta;
  }
  const n = batch.moreChunksCount++;
  batch.moreChunksRow[n] = row;
  batch.moreChunksOffset[n] = start;
  batch.moreChunksLength[n] = batch.heapLength - start;
}
