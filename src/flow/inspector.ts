/**
 * What the flow table asks of inspection (dissect/engine.ts implements it). A flow is known by its slot; state of a slot
 * begins with open() and ends with close().
 */
import type { Payload } from '#dissect/dissector.ts';
import type { FlowBatch } from './batch/batch.ts';

export interface Inspector {
  /** Slots below `capacity` may be used from now on. */
  grow(capacity: number): void;
  /** A new flow in this slot; false when no payload of it is wanted. `pair` stands for its two addresses. */
  open(slot: number, proto: number, ipVersion: number, pair: number, srcPort: number, dstPort: number): boolean;
  /** Inspects a payload of the flow; false when nothing further of the flow is wanted. */
  inspect(slot: number, payload: Payload): boolean;
  /** Writes app, appBy and facts of the flow into a row of a batch. Ports are those of the flow's src and dst. */
  emit(slot: number, srcPort: number, dstPort: number, batch: FlowBatch, row: number): void;
  close(slot: number): void;
}
