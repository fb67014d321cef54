/**
 * Writes packets of one or more senders into pcapng files, one after the other: each is a capture by itself that others may read
 * while it grows. Synchronous, for a thread of its own; one buffer, reused.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { GrowingState } from '../growing-state.ts';
import {
  interfaceBlock,
  type OutInterface,
  type OutStatistics,
  packetBlockBytes,
  putPacket,
  sectionBlock,
  statisticsBlock,
} from './pcapng-out.ts';

const BUFFER_BYTES = 1024 * 1024;

export interface Segment {
  /** from 1 */
  readonly number: number;
  readonly path: string;
  /** a GrowingState's memory */
  readonly state: SharedArrayBuffer;
}

export interface SegmentOptions {
  readonly folder: string;
  readonly application: string;
  readonly firstNumber: number;
  readonly onBegin: (segment: Segment) => void;
  readonly onEnd: (segment: Segment, bytes: number, packets: number) => void;
}

export class Segments {
  /** bytes of all segments that are on the disk */
  bytesWritten = 0;
  readonly #options: SegmentOptions;
  readonly #interfaces = new Map<number, OutInterface>();
  #nextInterface = 0;
  /** of senders that have ended; counts of theirs are still to be written */
  readonly #leaving = new Set<number>();
  /** counts told of an interface since the segment began */
  readonly #statistics = new Map<number, OutStatistics>();
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #used = 0;
  #number: number;
  #segment: Segment | undefined;
  #state: GrowingState | undefined;
  #descriptor: number | undefined;
  /** of the segment, those in the buffer too */
  #bytes = 0;
  #packets = 0;
  /** interfaces that the segment's section knows */
  #declared = new Map<number, number>();

  constructor(options: SegmentOptions) {
    this.#options = options;
    this.#number = options.firstNumber;
  }

  /** bytes of the segment being written, 0 when there is none */
  get bytes(): number {
    return this.#segment === undefined ? 0 : this.#bytes;
  }

  /** A number for putting packets of it. */
  addInterface(one: OutInterface): number {
    this.#interfaces.set(this.#nextInterface, one);
    return this.#nextInterface++;
  }

  /** Nothing more comes of it. */
  removeInterface(id: number): void {
    if (this.#statistics.has(id)) this.#leaving.add(id);
    else this.#interfaces.delete(id);
  }

  /** interfaces that packets can be put of */
  get interfaces(): number {
    return this.#interfaces.size;
  }

  /** Throws what the disk says (ENOSPC …). */
  put(id: number, epochSec: number, time: number, from: Buffer, offset: number, capLen: number, origLen: number): void {
    let own = this.#segment === undefined ? undefined : this.#declared.get(id);
    if (own === undefined) own = this.#declare(id);
    const length = packetBlockBytes(capLen);
    if (this.#used + length > BUFFER_BYTES) this.flush();
    if (length > BUFFER_BYTES) {
      const long = Buffer.allocUnsafe(length);
      putPacket(long, 0, own, epochSec, time, from, offset, capLen, origLen);
      this.#write(long, length);
    } else {
      putPacket(this.#buffer, this.#used, own, epochSec, time, from, offset, capLen, origLen);
      this.#used += length;
    }
    this.#bytes += length;
    this.#packets++;
  }

  /** Counts to be written at the segment's end; an interface that sent nothing in it is declared for them. */
  count(id: number, counts: OutStatistics): void {
    const known = this.#statistics.get(id);
    this.#statistics.set(id, {
      ...sum('droppedByInterface', known, counts),
      ...sum('droppedBySystem', known, counts),
    });
  }

  /** What is in the buffer goes to the disk, and readers hear of it. */
  flush(): void {
    const length = this.#used;
    this.#used = 0;
    if (length > 0) this.#write(this.#buffer, length);
  }

  /** Ends the segment; the next packet begins another. */
  end(timeMs: number): void {
    for (const [id, counts] of this.#statistics) {
      // That nothing was lost needs no file of its own; that something was does.
      if (this.#segment === undefined && !counts.droppedByInterface && !counts.droppedBySystem) continue;
      const own = this.#segment === undefined ? undefined : this.#declared.get(id);
      const declared = own ?? this.#declare(id);
      this.#append(statisticsBlock(declared, timeMs, counts));
    }
    this.#forgetCounts();
    const segment = this.#segment;
    if (segment === undefined) return;
    try {
      this.flush();
    } finally {
      this.#close();
      this.#options.onEnd(segment, this.#bytes, this.#packets);
    }
  }

  /** The disk takes no more: what is on it is a segment all the same. */
  abandon(): void {
    const segment = this.#segment;
    this.#used = 0;
    this.#forgetCounts();
    if (segment === undefined) return;
    this.#close();
    this.#options.onEnd(segment, this.#state?.bytesWritten ?? 0, this.#packets);
  }

  #forgetCounts(): void {
    this.#statistics.clear();
    for (const id of this.#leaving) this.#interfaces.delete(id);
    this.#leaving.clear();
  }

  #declare(id: number): number {
    if (this.#segment === undefined) this.#begin();
    const own = this.#declared.size;
    this.#declared.set(id, own);
    this.#append(interfaceBlock(this.#interfaces.get(id)!));
    return own;
  }

  #begin(): void {
    const number = this.#number++;
    const path = join(this.#options.folder, `${String(number).padStart(8, '0')}.pcapng`);
    const state = new GrowingState();
    this.#descriptor = openSync(path, 'w');
    this.#declared = new Map();
    this.#bytes = 0;
    this.#packets = 0;
    this.#state = state;
    const segment = { number, path, state: state.shared };
    this.#segment = segment;
    this.#append(sectionBlock(this.#options.application));
    this.#options.onBegin(segment);
  }

  #close(): void {
    const descriptor = this.#descriptor;
    this.#segment = undefined;
    this.#descriptor = undefined;
    try {
      if (descriptor !== undefined) closeSync(descriptor);
    } finally {
      this.#state?.done();
    }
  }

  #append(block: Buffer): void {
    if (this.#used + block.length > BUFFER_BYTES) this.flush();
    block.copy(this.#buffer, this.#used);
    this.#used += block.length;
    this.#bytes += block.length;
  }

  #write(bytes: Buffer, length: number): void {
    for (let at = 0; at < length; ) at += writeSync(this.#descriptor!, bytes, at, length - at);
    this.bytesWritten += length;
    this.#state!.wrote(length);
  }
}

type Counted = keyof OutStatistics;

function sum(key: Counted, a: OutStatistics | undefined, b: OutStatistics): Partial<Record<Counted, number>> {
  if (a?.[key] === undefined && b[key] === undefined) return {};
  return { [key]: (a?.[key] ?? 0) + (b[key] ?? 0) };
}
