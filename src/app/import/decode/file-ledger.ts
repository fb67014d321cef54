/** What one worker learns of one capture file while it reads it: counts of its shard, and for shard 0 the chunks. */

import type { CaptureInfo } from '#capture/packets.ts';
import type { FlowTable } from '#flow/table.ts';
import type { CaptureReader } from '#sources/capture-reader.ts';
import type { CaptureAbout, ChunkColumns } from '#store/protocol.ts';
import { type Accounts, NO_FINDINGS } from '#wire/check.ts';
import { FindingsCounter } from '#wire/findings.ts';
import type { DecodeFile, FilePart } from './decode-protocol.ts';

interface ChunkSpan {
  readonly chunk: number;
  first: number;
  last: number;
  packets: number;
}

export class FileLedger {
  private readonly index: number;
  private readonly file: DecodeFile;
  private readonly before: Accounts;
  private readonly bytesBefore: number;
  private readonly backwardsBefore: number;
  private readonly findingsBefore: FindingsCounter;
  private readonly keepsChunks: boolean;
  private readonly spans: ChunkSpan[] = [];
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;

  constructor(index: number, file: DecodeFile, table: FlowTable | undefined, keepsChunks: boolean) {
    this.index = index;
    this.file = file;
    this.before =
      table === undefined ? { decoded: 0, truncated: 0, malformed: 0, unsupported: 0 } : { ...table.accounts };
    this.bytesBefore = table?.bytes ?? 0;
    this.backwardsBefore = table?.clock.backwards ?? 0;
    this.findingsBefore = table?.findings.copy() ?? new FindingsCounter();
    this.keepsChunks = keepsChunks;
  }

  /** A block was added to the table. */
  block(table: FlowTable, chunk: number, packets: number): void {
    if (table.clock.blockFirst < this.first) this.first = table.clock.blockFirst;
    if (table.clock.blockLast > this.last) this.last = table.clock.blockLast;
    if (!this.keepsChunks) return;
    let span = this.spans.at(-1);
    if (span === undefined || span.chunk !== chunk) {
      span = { chunk, first: table.clock.blockFirst, last: table.clock.blockLast, packets: 0 };
      this.spans.push(span);
    }
    span.first = Math.min(span.first, table.clock.blockFirst);
    span.last = Math.max(span.last, table.clock.blockLast);
    span.packets += packets;
  }

  close(
    reader: CaptureReader,
    table: FlowTable | undefined,
    epochSec: number,
  ): { readonly part: FilePart; readonly chunks: ChunkColumns | undefined } {
    const toMs = (time: number): number => epochSec * 1000 + time / 1e6;
    const now = table?.accounts ?? this.before;
    const accounts: Accounts = {
      decoded: now.decoded - this.before.decoded,
      truncated: now.truncated - this.before.truncated,
      malformed: now.malformed - this.before.malformed,
      unsupported: now.unsupported - this.before.unsupported,
    };
    const { info, fault } = reader;
    const part: FilePart = {
      index: this.index,
      packets: accounts.decoded + accounts.truncated + accounts.malformed + accounts.unsupported,
      bytes: (table?.bytes ?? 0) - this.bytesBefore,
      accounts,
      size: reader.size ?? reader.bytesRead,
      format: info.format,
      linkTypes: [...info.linkTypes],
      snapLen: info.snapLen,
      notes: [...info.notes],
      about: aboutOf(info),
      ...(Number.isFinite(this.first) ? { first: toMs(this.first), last: toMs(this.last) } : {}),
      ...(table === undefined || !(table.clock.silence > 0)
        ? {}
        : { silence: { from: toMs(table.clock.silenceFrom), ms: table.clock.silence / 1e6 } }),
      ...(info.drops === undefined ? {} : { drops: { ...info.drops } }),
      ...(info.absurd === undefined ? {} : { absurd: { ...info.absurd } }),
      backwards: (table?.clock.backwards ?? 0) - this.backwardsBefore,
      findings: table?.findings.since(this.findingsBefore) ?? NO_FINDINGS,
      ...(fault === undefined ? {} : { fault: { offset: fault.offset, reason: fault.reason } }),
      framer: JSON.stringify(framerRuns(reader)),
    };
    return { part, chunks: this.keepsChunks ? this.chunkColumns(reader, toMs) : undefined };
  }

  private chunkColumns(reader: CaptureReader, toMs: (time: number) => number): ChunkColumns {
    const spans = new Map(this.spans.map((span) => [span.chunk, span]));
    const { chunks } = reader;
    const of = (value: (n: number) => number): number[] => chunks.map((_, n) => value(n));
    return {
      length: chunks.length,
      number: Uint32Array.from(of((n) => this.file.firstChunk + chunks[n]!.number)),
      offset: Float64Array.from(of((n) => chunks[n]!.start)),
      bytes: Uint32Array.from(of((n) => chunks[n]!.end - chunks[n]!.start)),
      first: Float64Array.from(of((n) => toMs(spans.get(chunks[n]!.number)?.first ?? Number.NaN))),
      last: Float64Array.from(of((n) => toMs(spans.get(chunks[n]!.number)?.last ?? Number.NaN))),
      packets: Uint32Array.from(of((n) => spans.get(chunks[n]!.number)?.packets ?? 0)),
    };
  }
}

function aboutOf({
  hardware,
  os,
  application,
  interfaces,
  comments,
  commentCount,
  blocks,
  secrets = [],
}: CaptureInfo): CaptureAbout {
  return {
    ...(hardware === undefined ? {} : { hardware }),
    ...(os === undefined ? {} : { os }),
    ...(application === undefined ? {} : { application }),
    ...(interfaces === undefined ? {} : { interfaces }),
    ...(comments === undefined || comments.length === 0 ? {} : { comments }),
    ...(commentCount === undefined ? {} : { commentCount }),
    ...(blocks === undefined ? {} : { blocks }),
    ...(secrets.length === 0
      ? {}
      : { secrets: secrets.map(({ kind, data }) => ({ kind, base64: Buffer.from(data).toString('base64') })) }),
  };
}

/** Framer states of a file's chunks, told only where they change: [chunk number, state]. */
function framerRuns(reader: CaptureReader): readonly (readonly [number, string])[] {
  const runs: [number, string][] = [];
  for (const chunk of reader.chunks) if (runs.at(-1)?.[1] !== chunk.state) runs.push([chunk.number, chunk.state]);
  return runs;
}
