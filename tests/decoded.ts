/** A capture through one flow table in this process: no threads, no store. */
import { createBatch, type FlowBatch, resetBatch } from '#flow/batch/batch.ts';
import { type EmitContext, emitFlow } from '#flow/batch/emit.ts';
import type { Inspector } from '#flow/inspector.ts';
import { DEFAULT_TIMEOUTS } from '#flow/open/timeouts.ts';
import { DEFAULT_SETTINGS, type DecodeSettings } from '#flow/settings.ts';
import { FlowTable } from '#flow/table.ts';
import { openCaptureReader } from '#sources/capture-reader.ts';

export interface Decoding {
  readonly inspector: Inspector;
  /** open at a time */
  readonly maxFlows: number;
  readonly settings?: DecodeSettings;
  /** One that has ended, as the only row of `batch`, which is used again; its stack is a place in `stacks`. */
  readonly onFlow: (batch: FlowBatch, stacks: readonly string[]) => void;
  readonly onPackets?: (packets: number) => void;
}

/** Flows in the order in which they end. Throws where the file is no capture. */
export function decodeFlows(
  path: string,
  { inspector, maxFlows, settings = DEFAULT_SETTINGS, onFlow, onPackets }: Decoding,
): void {
  const reader = openCaptureReader({ kind: 'file', path });
  try {
    const batch = createBatch(1);
    const stacks: string[] = [];
    const places = new Map<string, number>();
    const placeOf = (stack: string): number => {
      const known = places.get(stack);
      if (known !== undefined) return known;
      const place = stacks.push(stack) - 1;
      places.set(stack, place);
      return place;
    };
    let context: EmitContext | undefined;
    let table: FlowTable | undefined;
    while (reader.next()) {
      if (table === undefined) {
        const epochSec = reader.epochSec ?? 0;
        const made: FlowTable = new FlowTable({
          epochSec,
          inspector,
          timeouts: DEFAULT_TIMEOUTS,
          settings,
          shard: 0,
          shards: 1,
          seed: 1,
          maxFlows,
          onEnd: (slot) => {
            resetBatch(batch);
            emitFlow(context!, slot, batch, false);
            onFlow(batch, stacks);
          },
        });
        table = made;
        context = { table: made, inspector, epochSec, stackId: (stack) => placeOf(made.stackName(stack)) };
      }
      table.add(reader.packets, reader.buf, 0);
      onPackets?.(reader.packets.length);
    }
    table?.finish();
  } finally {
    reader.close();
  }
}
