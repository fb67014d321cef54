/** For tests: what inspection says of a capture, flow by flow. */
import { formatIp } from '#base/address.ts';
import { FACTS } from '#fields/table.ts';
import { createBatch, type FlowBatch } from '#flow/batch.ts';
import { type EmitContext, emitFlow } from '#flow/emit.ts';
import { FlowTable } from '#flow/table.ts';
import { DEFAULT_TIMEOUTS } from '#flow/timeouts.ts';
import { openCaptureReader } from '#sources/capture-reader.ts';
import { createEngine } from './engine.ts';
import { APPS } from './table.ts';

export interface ToldFlow {
  readonly src: string;
  readonly dst: string;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly proto: number;
  readonly app: string;
  readonly by: 'none' | 'port' | 'inspected';
  readonly facts: Readonly<Record<string, string | number>>;
}

/** All flows of a capture file, in the order they end. */
export function flowsOf(path: string): ToldFlow[] {
  const reader = openCaptureReader({ kind: 'file', path });
  const engine = createEngine();
  const batch = createBatch(1);
  const flows: ToldFlow[] = [];
  let context: EmitContext;
  const table: FlowTable = new FlowTable({
    epochSec: 0,
    inspector: engine,
    timeouts: DEFAULT_TIMEOUTS,
    shard: 0,
    shards: 1,
    seed: 1,
    maxFlows: 100_000,
    onEnd: (slot) => {
      batch.length = batch.factCount = batch.heapLength = batch.moreChunksCount = batch.activityCount = 0;
      emitFlow(context, slot, batch, false);
      flows.push(flowOf(batch));
    },
  });
  context = { table, inspector: engine, epochSec: 0, stackId: () => 0 };
  try {
    while (reader.next()) table.add(reader.packets, reader.buf, 0);
    table.finish();
  } finally {
    reader.close();
  }
  return flows;
}

function flowOf(batch: FlowBatch): ToldFlow {
  const facts: Record<string, string | number> = {};
  for (let i = 0; i < batch.factCount; i++) {
    const from = batch.factValue[i]!;
    const bytes = batch.factLength[i]!;
    facts[FACTS[batch.factField[i]!]!.key] =
      bytes === 0xffffffff ? from : new TextDecoder().decode(batch.heap.subarray(from, from + bytes));
  }
  const ip = (words: Uint32Array) => formatIp(words[3]!, words[2]!, words[1]!, words[0]!);
  return {
    src: ip(batch.srcIp),
    dst: ip(batch.dstIp),
    srcPort: batch.srcPort[0]!,
    dstPort: batch.dstPort[0]!,
    proto: batch.proto[0]!,
    app: APPS[batch.app[0]!]!,
    by: (['none', 'port', 'inspected'] as const)[batch.appBy[0]!]!,
    facts,
  };
}
