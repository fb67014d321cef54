/** The loop of a log worker: bytes of flow logs → logged flows → batches. One run serves one import. */
import { AppError } from '#base/errors.ts';
import { APPS } from '#dissect/table.ts';
import { createEnricher, type Enricher } from '#enrich/enrich.ts';
import type { Geo } from '#enrich/geo.ts';
import { ServiceTable } from '#enrich/services.ts';
import { type FlowBatch, isFull } from '#flow/batch.ts';
import { SERVICES, type Service } from '#registry/services.ts';
import { openReader } from '#sources/file-reader.ts';
import { detectFlowLog, firstTimeOf, LOG_HEAD_BYTES } from '#sources/flow-logs/detect.ts';
import type { LoggedFlow, LogReader } from '#sources/flow-logs/logged-flow.ts';
import type { Source } from '#sources/source.ts';
import type { StoreLink } from '#store/protocol.ts';
import { isStopped } from './contract.ts';
import { DeliveryLine } from './delivery.ts';
import { LOG_BIN_MS, LOG_STACKS, putLogged } from './log-rows.ts';
import { SeenOperators } from './seen-operators.ts';

export interface LogFile {
  readonly name: string;
  readonly source: Source;
}

export interface LogOrder {
  readonly files: readonly LogFile[];
  readonly link: StoreLink;
  readonly services: readonly Service[];
  /** [0]: a word of Control */
  readonly cancel: Int32Array;
}

/** What was read of one log. */
export interface LogPart {
  readonly index: number;
  readonly format: string;
  readonly size: number;
  readonly records: number;
  readonly malformed: number;
  readonly flows: number;
  /** ms since 1970 UTC */
  readonly first?: number;
  readonly last?: number;
}

export type LogReport =
  | { readonly kind: 'progress'; readonly bytesRead: number; readonly flows: number }
  | { readonly kind: 'part'; readonly part: LogPart }
  | { readonly kind: 'refused'; readonly code: AppError['code']; readonly data: AppError['data'] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done' | 'cancelled' };

const PIECE_BYTES = 1 << 20;

export class LogRun {
  private readonly order: LogOrder;
  private readonly report: (message: LogReport) => void;
  private readonly line: DeliveryLine;
  private readonly enricher: Enricher;
  private readonly operators: SeenOperators;
  private readonly piece = new Uint8Array(PIECE_BYTES);
  private batch: FlowBatch | undefined;
  private flows = 0;
  private bytesBefore = 0;

  constructor(order: LogOrder, geo: Geo, report: (message: LogReport) => void) {
    this.order = order;
    this.report = report;
    const services = new ServiceTable([...SERVICES, ...order.services]);
    this.enricher = createEnricher(geo, services, APPS);
    const names = services.services.map(({ name }) => name);
    this.line = new DeliveryLine(order.link, names, this.enricher.categories);
    this.operators = new SeenOperators(geo);
  }

  /** AppError when a log can't be read. */
  run(): 'done' | 'cancelled' {
    const order = Array.from(this.order.files.keys());
    const first = this.order.files.map(({ source }) => firstTimeOf(headOf(source)));
    // One stream of each kind: a connection that is logged in two hours' files is one flow.
    order.sort((a, b) => (first[a]! < first[b]! ? -1 : first[a]! > first[b]! ? 1 : a - b));
    const readers = new Map<string, LogReader>();
    for (const [n, index] of order.entries())
      if (!this.read(index, readers, n === order.length - 1)) return 'cancelled';
    this.flush();
    this.line.finish(() => this.cancelled());
    this.line.close();
    return this.cancelled() ? 'cancelled' : 'done';
  }

  /** False when cancelled. */
  private read(index: number, readers: Map<string, LogReader>, isLast: boolean): boolean {
    const { name, source } = this.order.files[index]!;
    const bytes = openReader(source);
    try {
      const head = bytes.look(0, LOG_HEAD_BYTES);
      const found = detectFlowLog(head);
      if (found === undefined || 'refused' in found)
        throw new AppError('CAPTURE_UNREADABLE', { path: name, reason: found?.refused ?? 'it is no log of flows' });
      const reader = readers.get(found.reader.format) ?? found.reader;
      readers.set(reader.format, reader);
      const before = { ...reader.counts, flows: this.flows };
      let first = Number.POSITIVE_INFINITY;
      let last = Number.NEGATIVE_INFINITY;
      const take = (flows: readonly LoggedFlow[]): void => {
        for (const flow of flows) {
          first = Math.min(first, flow.startMs);
          last = Math.max(last, flow.endMs);
          this.put(flow);
        }
      };
      reader.begin(head);
      for (let count = 1; count > 0; ) {
        count = bytes.read(this.piece, 0, this.piece.length);
        if (this.cancelled()) return false;
        take(reader.feed(this.piece.subarray(0, count)));
        this.report({ kind: 'progress', bytesRead: this.bytesBefore + bytes.position, flows: this.flows });
      }
      take(reader.end());
      if (isLast) for (const one of readers.values()) take(one.finish());
      const size = bytes.position;
      this.bytesBefore += size;
      const times = Number.isFinite(first) ? { first, last } : {};
      const part = {
        index,
        format: reader.format,
        size,
        records: reader.counts.records - before.records,
        malformed: reader.counts.malformed - before.malformed,
        flows: this.flows - before.flows,
        ...times,
      };
      this.report({ kind: 'part', part });
      return !this.cancelled();
    } finally {
      bytes.close();
    }
  }

  private put(flow: LoggedFlow): void {
    this.batch ??= this.line.takeBatch(() => this.cancelled());
    if (this.batch === undefined) return; // cancelled while waiting
    putLogged(this.batch, flow);
    this.flows++;
    if (isFull(this.batch)) this.flush();
  }

  private flush(): void {
    const { batch } = this;
    this.batch = undefined;
    if (batch === undefined) return;
    this.enricher.fill(batch);
    const orgs = this.operators.newIn(batch);
    if (orgs !== undefined) this.line.send({ kind: 'orgs', ...orgs });
    this.line.sendFlows(batch, LOG_STACKS, LOG_BIN_MS);
  }

  private cancelled(): boolean {
    return isStopped(this.order.cancel);
  }
}

function headOf(source: Source): Uint8Array {
  const bytes = openReader(source);
  try {
    return bytes.look(0, LOG_HEAD_BYTES);
  } finally {
    bytes.close();
  }
}
