/** The loop of a decode worker: capture reader → flow table → batches. One run serves one import. */
import type { EpochSec } from '#capture/packets.ts';
import { createPackets } from '#capture/packets.ts';
import { createEngine, type Engine } from '#dissect/engine.ts';
import { createEnricher, type Enricher } from '#enrich/enrich.ts';
import type { Geo } from '#enrich/geo.ts';
import type { FlowBatch } from '#flow/batch.ts';
import { type EmitContext, emitFlow } from '#flow/emit.ts';
import { FlowTable } from '#flow/table.ts';
import { type CaptureReader, openCaptureReader } from '#sources/capture-reader.ts';
import type { DecodeOrder, DecodeReport } from './decode-protocol.ts';
import { DeliveryLine } from './delivery.ts';
import { FileLedger } from './file-ledger.ts';
import { orderInTime } from './order.ts';
import { SeenOperators } from './seen-operators.ts';

const PACKETS_A_BLOCK = 16384;
const PROGRESS_MS = 100;
/** The first snapshot of open flows comes soon, so that there is a picture within a second. */
const FIRST_SNAPSHOT_MS = 100;
const SNAPSHOT_MS = 1000;
/** A snapshot may cost this share of the time, not more. */
const SNAPSHOT_SHARE = 0.1;

export class DecodeRun {
  private readonly order: DecodeOrder;
  private readonly report: (message: DecodeReport) => void;
  private readonly line: DeliveryLine;
  private readonly engine: Engine = createEngine();
  private readonly enricher: Enricher;
  private readonly operators: SeenOperators;
  private readonly stacks: string[] = [];
  private readonly stackIds = new Map<number, number>();
  private batch: FlowBatch | undefined;
  private flowsSent = 0;
  private bytesBefore = 0;
  private lastProgress = 0;
  private nextSnapshot: number;
  private gaveUp = false;

  constructor(order: DecodeOrder, geo: Geo, report: (message: DecodeReport) => void) {
    this.order = order;
    this.report = report;
    this.line = new DeliveryLine(order.link);
    this.enricher = createEnricher(geo);
    this.operators = new SeenOperators(geo);
    this.nextSnapshot = performance.now() + FIRST_SNAPSHOT_MS;
  }

  /** Reads everything. AppError when a capture can't be read. */
  async run(): Promise<'done' | 'cancelled'> {
    const { files } = this.order;
    const single = files.length === 1;
    const { order, epochSec } = single ? { order: [0], epochSec: undefined } : orderInTime(files);
    let buffer: Uint8Array | undefined;
    const packets = createPackets(PACKETS_A_BLOCK);
    let table: FlowTable | undefined;
    let context: EmitContext | undefined;
    let epoch: EpochSec | undefined = epochSec;
    for (const index of order) {
      const file = files[index]!;
      const reader = openCaptureReader(file.source, {
        ...(epoch === undefined ? {} : { epochSec: epoch }),
        ...(buffer === undefined ? {} : { buffer }),
        packets,
      });
      try {
        let more = reader.next();
        if (table === undefined && more) {
          epoch = reader.epochSec ?? 0;
          table = this.createTable(epoch, () => context!);
          context = {
            table,
            inspector: this.engine,
            epochSec: epoch,
            stackId: (stack) => this.stackId(stack, context!),
          };
        }
        table?.startFile();
        const ledger = new FileLedger(index, file, table, this.order.shard === 0);
        while (more && table !== undefined && context !== undefined) {
          table.add(reader.packets, reader.buf, file.firstChunk + reader.chunk);
          ledger.block(table, reader.chunk, reader.packets.length);
          if (this.cancelled()) return 'cancelled';
          this.tick(table, context, reader);
          more = reader.next();
        }
        this.bytesBefore += reader.bytesRead;
        const { part, chunks } = ledger.close(reader, table, epoch ?? 0);
        if (chunks !== undefined && chunks.length > 0) this.line.send({ kind: 'chunks', file: file.file, chunks });
        this.report({ kind: 'file', part });
        buffer = reader.buf;
      } finally {
        reader.close();
      }
    }
    if (table !== undefined) {
      table.finish();
      this.flush(table);
      if (this.order.watched && !this.gaveUp) this.sendSnapshot(table, context!, true);
    }
    if (this.gaveUp) return 'cancelled';
    this.line.finish(() => this.cancelled());
    this.progress(table, this.bytesBefore);
    this.line.close();
    return this.cancelled() ? 'cancelled' : 'done';
  }

  private createTable(epochSec: number, context: () => EmitContext): FlowTable {
    const { shard, shards, seed, timeouts, maxFlows } = this.order;
    const table: FlowTable = new FlowTable({
      epochSec,
      inspector: this.engine,
      timeouts,
      shard,
      shards,
      seed,
      maxFlows,
      onEnd: (slot) => {
        if (this.batch === undefined) this.batch = this.takeBatch();
        if (this.batch === undefined) return; // cancelled while waiting
        emitFlow(context(), slot, this.batch, false);
        if (this.batch.length === this.batch.capacity) this.flush(table);
      },
    });
    return table;
  }

  private takeBatch(): FlowBatch | undefined {
    const batch = this.gaveUp ? undefined : this.line.takeBatch(() => this.cancelled());
    if (batch === undefined) this.gaveUp = true;
    return batch;
  }

  private flush(table: FlowTable): void {
    const batch = this.batch;
    this.batch = undefined;
    if (batch === undefined) return;
    this.flowsSent += batch.length;
    this.complete(batch);
    this.line.sendFlows(batch, this.stacks, table.widthMs);
  }

  /** Countries, operators and services into the batch; what was learnt on the way to the store. */
  private complete(batch: FlowBatch): void {
    this.enricher.fill(batch);
    const orgs = this.operators.newIn(batch);
    if (orgs !== undefined) this.line.send({ kind: 'orgs', ...orgs });
    const names = this.engine.drainNames();
    if (names !== undefined) this.line.send({ kind: 'names', names: { ...names } });
  }

  private sendSnapshot(table: FlowTable, context: EmitContext, empty: boolean): void {
    let first = true;
    let batch = this.takeBatch();
    if (batch === undefined) return;
    if (!empty) {
      table.forEachOpen((slot) => {
        if (batch === undefined) return;
        emitFlow(context, slot, batch, true);
        if (batch.length < batch.capacity) return;
        this.complete(batch);
        this.line.sendOpen(batch, this.stacks, table.widthMs, first);
        first = false;
        batch = this.takeBatch();
      });
    }
    if (batch === undefined) return;
    this.complete(batch);
    this.line.sendOpen(batch, this.stacks, table.widthMs, first);
  }

  private tick(table: FlowTable, context: EmitContext, reader: CaptureReader): void {
    const now = performance.now();
    if (now - this.lastProgress >= PROGRESS_MS) {
      this.lastProgress = now;
      this.progress(table, this.bytesBefore + reader.bytesRead, reader.size);
    }
    if (this.order.watched && now >= this.nextSnapshot) {
      this.flush(table);
      this.sendSnapshot(table, context, false);
      const cost = performance.now() - now;
      this.nextSnapshot = performance.now() + Math.max(SNAPSHOT_MS, cost / SNAPSHOT_SHARE);
    }
  }

  private progress(table: FlowTable | undefined, bytesRead: number, size?: number): void {
    const counted = table === undefined ? 0 : packetsOf(table);
    const flows = this.flowsSent + (this.batch?.length ?? 0) + (table?.open ?? 0);
    const single = this.order.files.length === 1;
    this.report({ kind: 'progress', bytesRead, bytesTotal: single ? size : undefined, packets: counted, flows });
  }

  private cancelled(): boolean {
    return Atomics.load(this.order.cancel, 0) !== 0;
  }

  private stackId(stack: number, { table }: EmitContext): number {
    let id = this.stackIds.get(stack);
    if (id === undefined) {
      id = this.stacks.length < 0xffff ? this.stacks.push(table.stackName(stack)) - 1 : 0;
      this.stackIds.set(stack, id);
    }
    return id;
  }
}

function packetsOf({ accounts: a }: FlowTable): number {
  return a.decoded + a.truncated + a.malformed + a.unsupported;
}
