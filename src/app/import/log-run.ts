/** The loop of a log worker: bytes of flow logs → logged flows → batches. One run serves one import. */
import { AppError } from '#base/errors.ts';
import { APPS } from '#dissect/table.ts';
import { createEnricher, type Enricher } from '#enrich/enrich.ts';
import type { Geo } from '#enrich/geo.ts';
import { ServiceTable } from '#enrich/services.ts';
import type { FlowBatch } from '#flow/batch.ts';
import { SERVICES, type Service } from '#registry/services.ts';
import { openReader } from '#sources/file-reader.ts';
import { detectFlowLog, LOG_HEAD_BYTES } from '#sources/flow-logs/detect.ts';
import type { LoggedFlow } from '#sources/flow-logs/logged-flow.ts';
import type { Source } from '#sources/source.ts';
import type { StoreLink } from '#store/protocol.ts';
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
  /** [0] ≠ 0: give up */
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
    for (const index of this.order.files.keys()) if (!this.read(index)) return 'cancelled';
    this.flush();
    this.line.finish(() => this.cancelled());
    this.line.close();
    return this.cancelled() ? 'cancelled' : 'done';
  }

  /** False when cancelled. */
  private read(index: number): boolean {
    const { name, source } = this.order.files[index]!;
    const bytes = openReader(source);
    try {
      const found = detectFlowLog(bytes.look(0, LOG_HEAD_BYTES));
      if (found === undefined || 'refused' in found)
        throw new AppError('CAPTURE_UNREADABLE', { path: name, reason: found?.refused ?? 'it is no log of flows' });
      const { reader } = found;
      let first = Number.POSITIVE_INFINITY;
      let last = Number.NEGATIVE_INFINITY;
      const before = this.flows;
      const take = (flows: readonly LoggedFlow[]): void => {
        for (const flow of flows) {
          first = Math.min(first, flow.startMs);
          last = Math.max(last, flow.endMs);
          this.put(flow);
        }
      };
      for (let count = 1; count > 0; ) {
        count = bytes.read(this.piece, 0, this.piece.length);
        if (this.cancelled()) return false;
        take(reader.feed(this.piece.subarray(0, count)));
        this.report({ kind: 'progress', bytesRead: this.bytesBefore + bytes.position, flows: this.flows });
      }
      take(reader.finish());
      const { records, malformed } = reader.counts;
      const size = bytes.position;
      this.bytesBefore += size;
      const times = Number.isFinite(first) ? { first, last } : {};
      const part = { index, format: reader.format, size, records, malformed, flows: this.flows - before, ...times };
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
    if (this.batch.length === this.batch.capacity) this.flush();
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
    return Atomics.load(this.order.cancel, 0) !== 0;
  }
}
