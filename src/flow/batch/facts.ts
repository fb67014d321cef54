/** Facts that the flow table itself adds to a row of a batch; those of dissectors come by the inspector. */
import { type FlowBatch, NO_U32 } from './batch.ts';
import { grown, reserveHeap } from './rows.ts';

export function putNumberFact(batch: FlowBatch, row: number, field: number, value: number): void {
  putFact(batch, row, field, value, NO_U32);
}

/** UTF-8. */
export function putTextFact(batch: FlowBatch, row: number, field: number, text: Uint8Array): void {
  reserveHeap(batch, text.length);
  batch.heap.set(text, batch.heapLength);
  putFact(batch, row, field, batch.heapLength, text.length);
  batch.heapLength += text.length;
}

/** A number (`length` is NO_U32), or a text of `length` bytes that is in the heap already and begins at `value`. */
export function putFact(batch: FlowBatch, row: number, field: number, value: number, length: number): void {
  if (batch.factCount === batch.factRow.length) {
    batch.factRow = grown(batch.factRow);
    batch.factField = grown(batch.factField);
    batch.factValue = grown(batch.factValue);
    batch.factLength = grown(batch.factLength);
  }
  const n = batch.factCount++;
  batch.factRow[n] = row;
  batch.factField[n] = field;
  batch.factValue[n] = value;
  batch.factLength[n] = length;
}
