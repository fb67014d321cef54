/** The loop of a decode worker: capture reader → flow table → batches. One run serves one import. */
import { createHash } from 'node:crypto';
import { builtFile } from '#base/program.ts';
import { createPackets, type EpochSec } from '#capture/packets.ts';
import { APPS } from '#dissect/apps.ts';
import { createEngine, type Engine } from '#dissect/engine.ts';
import { createEnricher, type Enricher } from '#enrich/enrich.ts';
import type { Geo } from '#enrich/geo.ts';
import { ServiceTable } from '#enrich/services.ts';
import { openVendors } from '#enrich/vendors.ts';
import { FACTS } from '#fields/table.ts';
import { type FlowBatch, isFull } from '#flow/batch/batch.ts';
import { type EmitContext, emitFlow } from '#flow/batch/emit.ts';
import { extend } from '#flow/open/activity.ts';
import type { Timeouts } from '#flow/open/timeouts.ts';
import { FlowTable, type FlowTableOptions } from '#flow/table.ts';
import { SERVICES } from '#registry/services/services.ts';
import { type CaptureReader, openCaptureReader } from '#sources/capture-reader.ts';
import { LAYERS } from '#wire/layers.ts';
import { version } from '../../about.ts';
import { isStopped } from '../contract.ts';
import { DeliveryLine } from '../delivery.ts';
import { Feed } from '../feed/feed-reader.ts';
import { SeenOperators } from '../seen-operators.ts';
import type { DecodeFile, DecodeOrder, DecodeReport, StreamEnd } from './decode-protocol.ts';
import { FileLedger } from './file-ledger.ts';
import { type PackedState, packState, readState, writeState } from './packed-state.ts';
import { memoryOf, remember, shapeOf } from './saved-state.ts';
import { SeenVendors } from './seen-vendors.ts';
import { type Entry, entriesOf, epochOf, inOrder, type Met, toDecodeAgain } from './stream-order.ts';

const PACKETS_A_BLOCK = 16384;
const BUFFER_BYTES = 512 * 1024;
const PROGRESS_MS = 100;
/** Open flows of a stream that are kept for a later import, about 400 bytes each; with more, files are read again instead. */
const MOST_KEPT = 200_000;
/** Nor is a table that was much larger once: all its slots are saved, twice in memory while that is done. */
const MOST_KEPT_BYTES = 32 * 1024 * 1024;
/** The first snapshot of open flows comes soon, so that there is a picture within a second. */
const FIRST_SNAPSHOT_MS = 50;
/** With what follows, the page is at most a second behind. */
const SNAPSHOT_MS = 700;
/** A snapshot may cost this share of the time, not more. */
const SNAPSHOT_SHARE = 0.1;
/** A waiting source calls idle() four times a second; for so many calls its last state is reported again. */
const IDLES_TOLD = 20;

export class DecodeRun {
  private readonly order: DecodeOrder;
  private readonly report: (message: DecodeReport) => void;
  private readonly line: DeliveryLine;
  private readonly engine: Engine = createEngine();
  private readonly enricher: Enricher;
  private readonly operators: SeenOperators;
  private readonly vendors = new SeenVendors(() => openVendors(builtFile('geo/vendors.bin')));
  private readonly stacks: string[] = [];
  /** by stack: 1 + its place in stacks */
  private stackIds = new Int32Array(64);
  private batch: FlowBatch | undefined;
  private flowsSent = 0;
  /** of new files that were decoded */
  private bytesBefore = 0;
  /** in the table's accounts, but not of new files */
  private packetsBefore = 0;
  /** open when the stream went on */
  private flowsBefore = 0;
  private epoch: EpochSec | undefined;
  private table: FlowTable | undefined;
  private context: EmitContext | undefined;
  private buffer: Uint8Array | undefined;
  private readonly packets = createPackets(PACKETS_A_BLOCK);
  private readonly feed: Feed | undefined;
  private lastProgress = 0;
  private nextSnapshot: number;
  private gaveUp = false;
  /** what is being read */
  private present: { readonly reader: CaptureReader; readonly file: DecodeFile } | undefined;
  /** packets came since the last snapshot */
  private isUntold = false;
  /** calls of idle() since packets came */
  private idles = 0;
  /** what is open in the table has been emitted */
  private isSuspended = false;

  constructor(order: DecodeOrder, geo: Geo, report: (message: DecodeReport) => void) {
    this.order = order;
    this.report = report;
    const services = new ServiceTable([...SERVICES, ...(order.services ?? [])]);
    this.enricher = createEnricher(geo, services, APPS);
    const names = services.services.map(({ name }) => name);
    this.line = new DeliveryLine(order.link, names, this.enricher.categories);
    this.operators = new SeenOperators(geo);
    this.feed = order.feed === undefined ? undefined : new Feed(order.feed);
    this.nextSnapshot = performance.now() + FIRST_SNAPSHOT_MS;
  }

  /** Reads everything. AppError when a capture can't be read. */
  async run(): Promise<StreamEnd | 'cancelled'> {
    const { files, rereads = false } = this.order;
    const entries: readonly Entry[] = files.length === 1 && this.order.keep === undefined ? [WHOLE] : entriesOf(files);
    this.resume(entries);
    const met: Met = { apart: [], isEnd: true };
    const reachMs = longest(this.order.timeouts) / 1e6;
    const isApart = !rereads && this.table === undefined && this.isTooMuch(entries, reachMs);
    if (isApart) met.isEnd = entries.at(-1)?.known === undefined;
    const walk = rereads
      ? entries.values()
      : this.table === undefined && !isApart
        ? inOrder(entries, reachMs, met)
        : newOnes(entries);
    const again = rereads || (this.table === undefined && !isApart && mayDecodeAgain(entries, reachMs));
    this.report({ kind: 'begun', resumed: this.table !== undefined, again });
    let latestFirst = -Infinity;
    for (let step = walk.next(0); !step.done; ) {
      const { index, first } = step.value;
      this.epoch ??= epochOf(first);
      const last = this.decode(index);
      if (last === undefined) return 'cancelled';
      if (Number.isFinite(first)) latestFirst = Math.max(latestFirst, first);
      step = walk.next(last);
    }
    const isKept = this.endStream(met.isEnd && !isApart);
    if (this.gaveUp) return 'cancelled';
    this.line.finish(() => this.cancelled());
    this.progress(this.bytesBefore);
    this.line.close();
    if (this.cancelled()) return 'cancelled';
    return { isEnd: met.isEnd, isKept, latestFirst, apart: met.apart, isApart };
  }

  /** True when known files of more bytes than the order allows would be decoded again. */
  private isTooMuch(entries: readonly Entry[], reachMs: number): boolean {
    const { files, mostAgain = Number.POSITIVE_INFINITY } = this.order;
    if (mostAgain === Number.POSITIVE_INFINITY || entries.every(({ known }) => known === undefined)) return false;
    let bytes = 0;
    for (const { index } of toDecodeAgain(entries, reachMs)) {
      const { source } = files[index]!;
      bytes += source.kind === 'file' ? (source.size ?? 0) : 0;
    }
    return bytes > mostAgain;
  }

  /** Decodes one file; its last packet, ms since 1970 UTC. Undefined when cancelled. */
  private decode(index: number): number | undefined {
    const file = this.order.files[index]!;
    const reader = this.open(index);
    this.present = { reader, file };
    try {
      let more = reader.next();
      if (this.table === undefined && more) this.createTable(reader.epochSec ?? (0 as EpochSec));
      const { table } = this;
      table?.startFile();
      const ledger = new FileLedger(index, file, table, this.order.shard === 0);
      while (more && table !== undefined) {
        table.add(reader.packets, reader.buf, file.firstChunk + reader.chunk);
        ledger.block(table, reader.chunk, reader.packets.length);
        this.isUntold = true;
        this.idles = 0;
        if (this.cancelled()) return undefined;
        this.tick(reader, file);
        more = reader.next();
      }
      if (this.cancelled()) return undefined;
      const { part, chunks } = ledger.close(reader, table, this.epoch ?? 0);
      if (this.isTold(file)) this.bytesBefore += reader.bytesRead;
      if (file.known === undefined) {
        if (chunks !== undefined && chunks.length > 0) this.line.send({ kind: 'chunks', file: file.file, chunks });
        const { names } = reader.info;
        if (names !== undefined && this.order.shard === 0)
          this.line.send({ kind: 'names', names, ...this.enricher.named(names) });
      } else if (!this.isTold(file)) this.packetsBefore += part.packets;
      this.report({ kind: 'file', part });
      return part.last ?? -Infinity;
    } finally {
      this.present = undefined;
      reader.close();
    }
  }

  /** The source has nothing for the moment: what has come is told, and told again until those who look have seen it. */
  private idle(): void {
    if (this.present === undefined || this.cancelled()) return;
    if (this.idles++ < IDLES_TOLD || this.isUntold) this.tick(this.present.reader, this.present.file);
  }

  private open(index: number): CaptureReader {
    const file = this.order.files[index]!;
    if (this.feed !== undefined && file.fed)
      return this.feed.open(
        index,
        this.epoch,
        () => this.cancelled(),
        () => this.idle(),
      );
    this.buffer ??= new Uint8Array(BUFFER_BYTES);
    return openCaptureReader(file.source, {
      ...(this.epoch === undefined ? {} : { epochSec: this.epoch }),
      buffer: this.buffer,
      packets: this.packets,
      onIdle: () => this.idle(),
    });
  }

  /** Goes on from the kept state where all new files come after what it has seen. */
  private resume(entries: readonly Entry[]): void {
    const { resume } = this.order;
    if (resume === undefined) return;
    if (entries.some(({ known, first }) => known === undefined && first < resume.latestFirst)) return;
    if (entries.every(({ known, first }) => known !== undefined || first === Number.POSITIVE_INFINITY)) return;
    const print = this.print();
    const memory = readState(resume.path, print) as Memory | undefined;
    if (memory === undefined) return;
    this.epoch = memory.epoch as EpochSec;
    this.createTable(this.epoch);
    remember(this.engine, memory.engine);
    remember(this.table!, memory.table);
    this.packetsBefore = packetsOf(this.table!);
    this.flowsBefore = this.table!.open;
  }

  /** Emits what is still open, and keeps it where another import may go on with it; true when it is kept. */
  private endStream(isEnd: boolean): boolean {
    const { table, context } = this;
    const { keep } = this.order;
    if (table === undefined || context === undefined) return false;
    const isSmall = table.open <= MOST_KEPT && table.slots.ints.byteLength <= MOST_KEPT_BYTES;
    const isKept = isEnd && keep !== undefined && isSmall;
    this.isSuspended = isKept;
    let packed: PackedState | undefined;
    if (isKept) {
      const keep = (): void => {
        packed = this.packed(table, context);
      };
      table.suspend(keep, (slot) => this.emit(slot, true));
    } else table.finish();
    this.flush();
    if (this.order.watched && !this.gaveUp) this.sendSnapshot(true);
    if (packed === undefined || keep === undefined || this.gaveUp) return false;
    try {
      writeState(keep.path, this.print(), packed);
      return true;
    } catch {
      // The disk may be full; without the state the files are read again when they are wanted.
      return false;
    }
  }

  /** What is remembered now; undefined when there is no memory for that. */
  private packed(table: FlowTable, context: EmitContext): PackedState | undefined {
    this.sendEndpoints();
    this.sendNames(); // else they would be told again by who goes on from it
    try {
      const memory: Memory = { epoch: context.epochSec, engine: memoryOf(this.engine), table: memoryOf(table) };
      return packState(memory);
    } catch {
      return undefined;
    }
  }

  /** Says whose state it is: of this version, with these fields and applications. */
  private print(): string {
    const { shard, shards, timeouts } = this.order;
    const empty = new FlowTable({ ...this.tableOptions(0), inspector: createEngine() });
    return createHash('sha256')
      .update(
        JSON.stringify([version(), shapeOf(empty), shapeOf(createEngine()), APPS, FACTS.map(({ key }) => key), LAYERS]),
      )
      .update(JSON.stringify([shard, shards, timeouts, this.order.seed, this.order.settings]))
      .digest('hex');
  }

  private createTable(epochSec: EpochSec): void {
    this.epoch = epochSec;
    const table = new FlowTable(this.tableOptions(epochSec));
    const context: EmitContext = {
      table,
      inspector: this.engine,
      epochSec,
      stackId: (stack) => this.stackId(stack, context),
    };
    this.table = table;
    this.context = context;
  }

  private tableOptions(epochSec: number): FlowTableOptions {
    const { shard, shards, seed, timeouts, maxFlows, settings } = this.order;
    return {
      epochSec,
      inspector: this.engine,
      timeouts,
      shard,
      shards,
      seed,
      maxFlows,
      ...(settings === undefined ? {} : { settings }),
      onEnd: (slot) => this.emit(slot, false),
    };
  }

  private emit(slot: number, open: boolean): void {
    if (this.batch === undefined) this.batch = this.takeBatch();
    if (this.batch === undefined) return; // cancelled while waiting
    emitFlow(this.context!, slot, this.batch, open);
    if (isFull(this.batch)) this.flush();
  }

  private takeBatch(): FlowBatch | undefined {
    const batch = this.gaveUp ? undefined : this.line.takeBatch(() => this.cancelled());
    if (batch === undefined) this.gaveUp = true;
    return batch;
  }

  private flush(): void {
    const batch = this.batch;
    this.batch = undefined;
    if (batch === undefined) return;
    this.flowsSent += batch.length;
    this.complete(batch);
    this.line.sendFlows(batch, this.stacks, this.table!.bins.widthMs);
  }

  /** Countries, operators and services into the batch; what was learnt on the way to the store. */
  private complete(batch: FlowBatch): void {
    this.enricher.fill(batch);
    const orgs = this.operators.newIn(batch);
    if (orgs !== undefined) this.line.send({ kind: 'orgs', ...orgs });
    const vendors = this.vendors.newIn(batch);
    if (vendors !== undefined) this.line.send({ kind: 'vendors', ...vendors });
    this.sendNames();
    this.sendEndpoints();
  }

  private sendNames(): void {
    const names = this.engine.drainNames();
    if (names !== undefined) this.line.send({ kind: 'names', names: { ...names }, ...this.enricher.named(names) });
  }

  private sendEndpoints(): void {
    const endpoints = this.engine.drainEndpoints();
    if (endpoints === undefined) return;
    const from = (this.epoch ?? 0) * 1000;
    const time = endpoints.time.map((ns) => from + ns / 1e6);
    this.line.send({
      kind: 'endpoints',
      endpoints: { ...endpoints, time, category: this.enricher.ofApps(endpoints.app) },
    });
  }

  private sendSnapshot(empty: boolean): void {
    const table = this.table!;
    const context = this.context!;
    let first = true;
    let batch = this.takeBatch();
    if (batch === undefined) return;
    if (!empty) {
      table.forEachOpen((slot) => {
        if (batch === undefined) return;
        emitFlow(context, slot, batch, true);
        if (!isFull(batch)) return;
        this.complete(batch);
        this.line.sendOpen(batch, this.stacks, table.bins.widthMs, first, false);
        first = false;
        batch = this.takeBatch();
      });
    }
    if (batch === undefined) return;
    this.complete(batch);
    this.line.sendOpen(batch, this.stacks, table.bins.widthMs, first, true);
  }

  private tick(reader: CaptureReader, file: DecodeFile): void {
    const now = performance.now();
    if (now - this.lastProgress >= PROGRESS_MS) {
      this.lastProgress = now;
      if (this.isTold(file)) this.progress(this.bytesBefore + reader.bytesRead, reader.size);
    }
    if (this.order.watched && this.isUntold && now >= this.nextSnapshot) {
      this.flush();
      this.sendSnapshot(false);
      this.isUntold = false;
      const cost = performance.now() - now;
      this.nextSnapshot = performance.now() + Math.max(SNAPSHOT_MS, cost / SNAPSHOT_SHARE);
    }
  }

  /** True when progress tells of it: not what is decoded again for the sake of others. */
  private isTold({ known }: DecodeFile): boolean {
    return known === undefined || known.isWanted === true || this.order.rereads === true;
  }

  private progress(bytesRead: number, size?: number): void {
    const { table } = this;
    const counted = table === undefined ? 0 : packetsOf(table) - this.packetsBefore;
    const open = this.isSuspended ? 0 : (table?.open ?? 0);
    const flows = this.flowsSent + (this.batch?.length ?? 0) + open - this.flowsBefore;
    const single = this.order.files.length === 1;
    this.report({ kind: 'progress', bytesRead, bytesTotal: single ? size : undefined, packets: counted, flows });
  }

  private cancelled(): boolean {
    return isStopped(this.order.cancel);
  }

  private stackId(stack: number, { table }: EmitContext): number {
    const known = this.stackIds[stack] ?? 0;
    if (known !== 0) return known - 1;
    const id = this.stacks.length < 0xffff ? this.stacks.push(table.stackName(stack)) - 1 : 0;
    if (stack >= this.stackIds.length) this.stackIds = extend(this.stackIds, new Int32Array(2 * stack));
    this.stackIds[stack] = id + 1;
    return id;
  }
}

/** A file that is a stream by itself: it is not looked into before it is read. */
const WHOLE: Entry = { index: 0, first: Number.POSITIVE_INFINITY };

/** What is kept of a stream. */
interface Memory {
  readonly epoch: number;
  readonly engine: unknown;
  readonly table: unknown;
}

function* newOnes(entries: readonly Entry[]): Generator<Entry, void, number> {
  for (const entry of entries) if (entry.known === undefined) yield entry;
}

/** False when no new file comes near or before one that is known: what is read is new, then. */
function mayDecodeAgain(entries: readonly Entry[], reachMs: number): boolean {
  let until = -Infinity;
  let isNew = false;
  for (const { known, first } of entries) {
    if (known?.isWanted === true) return true;
    if (known === undefined) isNew ||= true;
    if (known === undefined && first - until <= reachMs) return true;
    if (known !== undefined && isNew) return true;
    if (known !== undefined) until = Math.max(until, known.last);
  }
  return false;
}

const longest = (timeouts: Timeouts): number => Math.max(...Object.values(timeouts));

function packetsOf({ accounts: a }: FlowTable): number {
  return a.decoded + a.truncated + a.malformed + a.unsupported;
}
