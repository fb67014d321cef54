/**
 * Formats that are a header and then records, one packet each: the loop over them. A format says how long a record is and
 * what its packet is; written for clarity, as such files are rare. pcap and pcapng, which are not, have loops of their own.
 */
import {
  AbsurdCounter,
  type CaptureFault,
  type CaptureInfo,
  type EpochSec,
  type Framer,
  MAX_RECORD_BYTES,
  MAX_WIRE_BYTES,
  type Packets,
} from './packets.ts';

/** What a record says of its packet. */
export class RecordFacts {
  /** the packet's first byte, counted from the record's */
  dataAt = 0;
  capLen = 0;
  /** bytes on the wire; 0 = not known, capLen is taken */
  origLen = 0;
  /** Unix time, and ns of that second */
  sec = 0;
  ns = 0;
  linkType = 0;
  /** false: no packet but something else, to be passed over */
  isPacket = true;
  /** bytes of the whole record */
  length = 0;
  /** what is wrong with the record; '' = nothing */
  wrong = '';
}

export abstract class RecordFramer implements Framer {
  fault: CaptureFault | undefined;
  epochSec: EpochSec | undefined;
  position: number;
  wanted: number;
  /** bytes from a record's start by which its length is known */
  readonly #headBytes: number;
  readonly #linkTypes = new Set<number>();
  readonly #absurd = new AbsurdCounter();
  readonly #record = new RecordFacts();
  #state = '';
  #stateEpoch: EpochSec | undefined;

  protected constructor(headBytes: number, epochSec: EpochSec | undefined, position: number) {
    this.#headBytes = headBytes;
    this.epochSec = epochSec;
    this.position = position;
    this.wanted = headBytes;
  }

  /** Of the record at `at`, whose first `headBytes` are there: its length, or what is wrong. */
  protected abstract measure(buf: Uint8Array, at: number, record: RecordFacts): void;
  /** The rest of what the record says, all of which is there. */
  protected abstract take(buf: Uint8Array, at: number, record: RecordFacts): void;
  /** What restoreCapture needs beside the epoch: plain data with the format's kind. */
  protected abstract header(): object;
  protected abstract describe(linkTypes: readonly number[]): CaptureInfo;
  /** Byte in the file of the record at or behind `position`; behind the last one, infinity. */
  protected nextRecord(position: number): number {
    return position;
  }

  get info(): CaptureInfo {
    return { ...this.describe([...this.#linkTypes]), ...this.#absurd.told };
  }

  read(buf: Uint8Array, off: number, end: number, stop: number, packets: Packets): number {
    if (this.fault !== undefined) return off;
    const start = this.position;
    const record = this.#record;
    let at = off;
    this.wanted = this.#headBytes;
    while (packets.length < packets.capacity && start + at - off < stop) {
      const gap = this.nextRecord(start + at - off) - (start + at - off);
      if (gap > 0) {
        at += Math.min(gap, end - at);
        if (at < end) continue;
        this.wanted = 1;
        break;
      }
      if (end - at < this.#headBytes) break;
      record.wrong = '';
      record.isPacket = true;
      this.measure(buf, at, record);
      if (record.wrong === '' && record.length > MAX_RECORD_BYTES)
        record.wrong = `a record of ${record.length} bytes is announced, which can't be`;
      if (record.wrong !== '') {
        this.fault = { offset: start + at - off, reason: record.wrong };
        break;
      }
      if (record.length > end - at) {
        this.wanted = record.length;
        break;
      }
      this.take(buf, at, record);
      if (record.isPacket) {
        if (record.origLen > MAX_WIRE_BYTES && record.origLen > record.capLen) {
          this.#absurd.add(start + at - off, record.origLen);
          record.origLen = record.capLen;
        }
        this.#append(at, record, packets);
      }
      at += record.length;
    }
    this.position = start + at - off;
    return at;
  }

  finish(leftover: number): CaptureFault | undefined {
    if (this.fault === undefined && leftover > 0) {
      const whole = leftover < this.#headBytes ? `at least ${this.wanted}` : this.wanted;
      this.fault = { offset: this.position, reason: `the file ends within a packet (${leftover} of ${whole} bytes)` };
    }
    return this.fault;
  }

  state(): string {
    if (this.#state === '' || this.#stateEpoch !== this.epochSec) {
      this.#stateEpoch = this.epochSec;
      this.#state = JSON.stringify({ ...this.header(), epochSec: this.epochSec });
    }
    return this.#state;
  }

  #append(at: number, record: RecordFacts, packets: Packets): void {
    this.epochSec ??= record.sec;
    const row = packets.length++;
    packets.offset[row] = at + record.dataAt;
    packets.capLen[row] = record.capLen;
    packets.origLen[row] = record.origLen === 0 ? record.capLen : record.origLen;
    packets.time[row] = (record.sec - this.epochSec) * 1e9 + record.ns;
    packets.linkType[row] = record.linkType;
    this.#linkTypes.add(record.linkType);
  }
}
