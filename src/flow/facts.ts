/** Facts that the flow table itself adds to a row of a batch; those of dissectors come by the inspector. */
import { type FlowBatch, NO_U32 } from './batch.ts';
import { grown, reserveHeap } from './rows.ts';

export function putNumberFact(batch: FlowBatch, row: number, field: number, value: number): void {
  const n = place(batch, row, field);
  batch.factValue[n] = value;
  batch.factLength[n] = NO_U32;
}

/** UTF-8. */
export function putTextFact(batch: FlowBatch, row: number, field: number, text: Uint8Array): void {
  const n = place(batch, row, field);
  reserveHeap(batch, text.length);
  batch.heap.set(text, batch.heapLength);
  batch.factValue[n] = batch.heapLength;
  batch.factLength[n] = text.length;
  batch.heapLength += text.length;
}

function place(batch: FlowBatch, row: number, field: number): number {
  if (batch.factCount === batch.factRow.length) {
    batch.factRow = grown(batch.factRow);
    batch.factField = grown(batch.factField);
    batch.factValue = grown(batch.factValue);
    batch.factLength = grown(batch.factLength);
  }
  const n = batch.factCount++;
  batch.factRow[n] = row;
  batch.factField[n] = field;
  return n;
}
