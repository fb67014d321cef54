/** The loop of a log worker: bytes of flow logs → logged flows → batches. One run serves one import. */
import { AppError } from '#base/errors.ts';
import { APPS } from '#dissect/apps.ts';
import { createEnricher, type Enricher } from '#enrich/enrich.ts';
import type { Geo } from '#enrich/geo.ts';
import { ServiceTable } from '#enrich/services.ts';
import { type FlowBatch, isFull } from '#flow/batch/batch.ts';
import { SERVICES, type Service } from '#registry/services/services.ts';
import { openReader } from '#sources/file-reader.ts';
import { detectFlowLog, firstTimeOf, LOG_HEAD_BYTES, logReaderOf } from '#sources/flow-logs/detect.ts';
import type { LoggedFlow, LogReader, LogSpan } from '#sources/flow-logs/logged-flow.ts';
import { SeenRecords } from '#sources/flow-logs/seen-records.ts';
import type { Source } from '#sources/source.ts';
import type { StoreLink } from '#store/protocol.ts';
import { isStopped } from '../contract.ts';
import { DeliveryLine } from '../delivery.ts';
import { SeenOperators } from '../seen-operators.ts';
import { LOG_BIN_MS, LOG_STACKS, putLogged } from './log-rows.ts';
import { type LogState, MAX_KEPT_FLOWS, readLogState, writeLogState } from './log-state.ts';

export interface LogFile {
  readonly name: string;
  /** its number in the dataset */
  readonly id: number;
  readonly source: Source;
  /** of a log that was written on: bytes that are known */
  readonly from?: number;
}

export interface LogOrder {
  readonly files: readonly LogFile[];
  readonly link: StoreLink;
  readonly services: readonly Service[];
  /** prints of records that other logs have, by the number of their log; undefined: records are taken whoever has them */
  readonly known?: readonly (readonly [file: number, prints: string])[];
  /** what was kept of the logs before; '' = nothing is there, and yet there are logs */
  readonly resume?: string;
  /** where to keep what may go on */
  readonly keep?: { readonly path: string; readonly importing: number };
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
  /** records that another log has, and its number */
  readonly repeated: number;
  readonly repeatedOf: number;
  /** of the records that were new (sources/flow-logs/seen-records.ts) */
  readonly prints: string;
  /** bytes up to the end of the last whole record */
  readonly whole?: number;
  /** ms since 1970 UTC */
  readonly first?: number;
  readonly last?: number;
}

export type LogReport =
  | { readonly kind: 'progress'; readonly bytesRead: number; readonly flows: number }
  | { readonly kind: 'part'; readonly part: LogPart }
  | { readonly kind: 'refused'; readonly code: AppError['code']; readonly data: AppError['data'] }
  | { readonly kind: 'failed'; readonly message: string }
  /** One of the logs is earlier than what was kept: all that it can meet must be read with it. When each began and ended. */
  | { readonly kind: 'late'; readonly spans: readonly LogSpan[] }
  | { readonly kind: 'done'; readonly isKept: boolean; readonly resumedOf?: number }
  | { readonly kind: 'cancelled' };

const PIECE_BYTES = 1 << 20;
/** A flow that is silent for longer is another one: how far logs reach into each other. */
export const LOG_REACH_MS = 15 * 60_000;

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
  private isKept = false;
  /** by format */
  private readonly readers = new Map<string, LogReader>();
  private readonly latest = new Map<string, number>();
  private readonly seen: SeenRecords | undefined;

  constructor(order: LogOrder, geo: Geo, report: (message: LogReport) => void) {
    this.order = order;
    this.report = report;
    const services = new ServiceTable([...SERVICES, ...order.services]);
    this.enricher = createEnricher(geo, services, APPS);
    const names = services.services.map(({ name }) => name);
    this.line = new DeliveryLine(order.link, names, this.enricher.categories);
    this.operators = new SeenOperators(geo);
    this.seen = order.known === undefined ? undefined : new SeenRecords();
    for (const [file, prints] of order.known ?? []) this.seen?.add(prints, file);
  }

  /** AppError when a log can't be read. */
  run(): Extract<LogReport, { kind: 'late' | 'done' | 'cancelled' }> {
    const order = Array.from(this.order.files.keys());
    const first = this.order.files.map(({ source }) => firstTimeOf(headOf(source)));
    // One stream of each kind: a connection that is logged in two hours' files is one flow.
    order.sort((a, b) => (first[a]! < first[b]! ? -1 : first[a]! > first[b]! ? 1 : a - b));
    const { resume } = this.order;
    const state = resume === undefined ? undefined : readLogState(resume);
    if (resume !== undefined && (state === undefined || this.isLate(order, first, state))) {
      const spans = order.map((index) => this.scan(index).span);
      this.end();
      return { kind: 'late', spans };
    }
    for (const [format, saved] of Object.entries(state?.open ?? {})) {
      const reader = logReaderOf(format);
      reader?.load(saved);
      if (reader !== undefined) this.readers.set(format, reader);
    }
    for (const [key, latest] of Object.entries(state?.latest ?? {})) this.latest.set(key, latest);
    for (const [n, index] of order.entries())
      if (!this.read(index, first[index]!, n === order.length - 1)) return { kind: 'cancelled' };
    this.flush();
    this.end();
    if (this.cancelled()) return { kind: 'cancelled' };
    return { kind: 'done', isKept: this.isKept, ...(state === undefined ? {} : { resumedOf: state.importing }) };
  }

  private end(): void {
    this.line.finish(() => this.cancelled());
    this.line.close();
  }

  /** A log whose interface has logged later ones already: what was kept is behind it. */
  private isLate(order: readonly number[], first: readonly number[], { latest }: LogState): boolean {
    const all = Object.values(latest).reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
    return order.some((index) => {
      const isWrittenOn = this.order.files[index]!.from !== undefined;
      // The head of a short log grows with it: its begin is not known to the millisecond.
      const begin = first[index]! + (isWrittenOn ? LOG_REACH_MS : 0);
      if (begin >= all) return false;
      const { format, keys } = this.scan(index);
      return keys.some((key) => begin < (latest[keyOf(format, key)] ?? Number.NEGATIVE_INFINITY));
    });
  }

  /** Reads a log for what it holds, without its flows. */
  private scan(index: number): { readonly format: string; readonly keys: readonly string[]; readonly span: LogSpan } {
    const { name, source, from = 0 } = this.order.files[index]!;
    const bytes = openReader(source);
    try {
      const head = bytes.look(0, LOG_HEAD_BYTES);
      const reader = readerOf(head, name);
      reader.begin(head, from);
      this.pass(bytes, from);
      for (let count = 1; count > 0 && !this.cancelled(); ) {
        count = bytes.read(this.piece, 0, this.piece.length);
        reader.feed(this.piece.subarray(0, count));
      }
      reader.end();
      return { format: reader.format, keys: [...reader.spans.keys()], span: spanOf(reader) };
    } finally {
      bytes.close();
    }
  }

  /** Passes over what is known. */
  private pass(bytes: ReturnType<typeof openReader>, from: number): void {
    while (bytes.position < from)
      if (bytes.read(this.piece, 0, Math.min(this.piece.length, from - bytes.position)) === 0) return;
  }

  /** False when cancelled. */
  private read(index: number, began: number, isLast: boolean): boolean {
    const { name, id, source, from = 0 } = this.order.files[index]!;
    const bytes = openReader(source);
    try {
      const head = bytes.look(0, LOG_HEAD_BYTES);
      const found = readerOf(head, name);
      const reader = this.readers.get(found.format) ?? found;
      this.readers.set(reader.format, reader);
      const before = { ...reader.counts, flows: this.flows };
      const take = (flows: readonly LoggedFlow[], isOpen = false): void => {
        for (const flow of flows) this.put(flow, isOpen);
      };
      reader.begin(head, from, id);
      reader.seen = this.seen;
      this.seen?.begin(id);
      this.pass(bytes, from);
      for (let count = 1; count > 0; ) {
        count = bytes.read(this.piece, 0, this.piece.length);
        if (this.cancelled()) return false;
        take(reader.feed(this.piece.subarray(0, count)));
        this.report({ kind: 'progress', bytesRead: this.bytesBefore + bytes.position, flows: this.flows });
      }
      take(reader.end());
      for (const key of reader.spans.keys()) {
        const own = keyOf(reader.format, key);
        this.latest.set(own, Math.max(began, this.latest.get(own) ?? Number.NEGATIVE_INFINITY));
      }
      if (isLast) {
        this.keep();
        for (const one of this.readers.values()) take(one.finish(), this.isKept);
      }
      const size = bytes.position;
      this.bytesBefore += size;
      const span = spanOf(reader);
      const part = {
        index,
        format: reader.format,
        size,
        records: reader.counts.records - before.records,
        malformed: reader.counts.malformed - before.malformed,
        flows: this.flows - before.flows,
        repeated: this.seen?.repeated ?? 0,
        repeatedOf: this.seen?.repeatedOf ?? 0,
        prints: this.seen?.prints ?? '',
        ...(reader.whole === undefined ? {} : { whole: reader.whole }),
        ...(Number.isFinite(span.first) ? span : {}),
      };
      this.report({ kind: 'part', part });
      return !this.cancelled();
    } finally {
      bytes.close();
    }
  }

  /** What may go on in a log to come. */
  private keep(): void {
    const { keep } = this.order;
    if (keep === undefined) return;
    const open = Object.fromEntries([...this.readers].map(([format, reader]) => [format, reader.save()]));
    const count = Object.values(open).reduce((sum, { length }) => sum + length, 0);
    if (count > MAX_KEPT_FLOWS) return;
    writeLogState(keep.path, { importing: keep.importing, open, latest: Object.fromEntries(this.latest) });
    this.isKept = true;
  }

  private put(flow: LoggedFlow, isOpen: boolean): void {
    this.batch ??= this.line.takeBatch(() => this.cancelled());
    if (this.batch === undefined) return; // cancelled while waiting
    putLogged(this.batch, flow, isOpen);
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

const keyOf = (format: string, key: string): string => `${format} ${key}`;

/** AppError for what is no log of flows. */
function readerOf(head: Uint8Array, name: string): LogReader {
  const found = detectFlowLog(head);
  if (found !== undefined && 'reader' in found) return found.reader;
  throw new AppError('CAPTURE_UNREADABLE', { path: name, reason: found?.refused ?? 'it is no log of flows' });
}

function spanOf({ spans }: LogReader): LogSpan {
  const all: LogSpan = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  for (const { first, last } of spans.values()) {
    all.first = Math.min(all.first, first);
    all.last = Math.max(all.last, last);
  }
  return all;
}

function headOf(source: Source): Uint8Array {
  const bytes = openReader(source);
  try {
    return bytes.look(0, LOG_HEAD_BYTES);
  } finally {
    bytes.close();
  }
}
