/**
 * Packets as columns, and the contract of a framer (one capture format). A framer turns the bytes of a capture file into
 * packets, does no I/O, copies nothing and never throws on hostile bytes: a fault ends the stream and is told as such.
 */

/** Seconds of the Unix epoch from which packet times are counted; an integer, so that nanoseconds stay exact. */
export type EpochSec = number;

/** A block of packets found in one buffer. Preallocated, reused; rows at or past `length` are meaningless. */
export interface Packets {
  length: number;
  readonly capacity: number;
  /** where the packet's first byte lies in the buffer */
  readonly offset: Int32Array;
  /** stored bytes; offset + capLen never passes the end of the buffer */
  readonly capLen: Int32Array;
  /** bytes on the wire (u32 as the file says; 0 where the file knows none is replaced by capLen) */
  readonly origLen: Float64Array;
  /** ns since epochSec of the framer; exact within 104 days of it */
  readonly time: Float64Array;
  /** LINKTYPE_ value, https://www.tcpdump.org/linktypes.html */
  readonly linkType: Uint16Array;
}

/** `shared`: other threads see what is written. */
export function createPackets(capacity: number, shared = false): Packets {
  const memory = (bytes: number) => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  return {
    length: 0,
    capacity,
    offset: new Int32Array(memory(capacity * 4)),
    capLen: new Int32Array(memory(capacity * 4)),
    origLen: new Float64Array(memory(capacity * 8)),
    time: new Float64Array(memory(capacity * 8)),
    linkType: new Uint16Array(memory(capacity * 2)),
  };
}

/** What a capture file says of itself; grows as the file is read. Every list and text is bounded. */
export interface CaptureInfo {
  /** "pcap", "pcap (ns)", "pcapng", … */
  readonly format: string;
  /** LINKTYPE_ values seen, in order of appearance */
  readonly linkTypes: readonly number[];
  /** the largest snapLen declared; 0 = none */
  readonly snapLen: number;
  /** what the file tells about itself, for people, in lines: interface names, comments, application … */
  readonly notes: readonly string[];
  readonly hardware?: string;
  readonly os?: string;
  /** program that wrote the capture */
  readonly application?: string;
  /** of all sections, in order; the first MAX_INTERFACES of them */
  readonly interfaces?: readonly CaptureInterface[];
  readonly comments?: readonly CaptureComment[];
  /** comments in the file, also those beyond what is kept */
  readonly commentCount?: number;
  readonly drops?: CaptureDrops;
  /** packets whose length on the wire can't be true */
  readonly absurd?: AbsurdLengths;
  /** pcapng: blocks read, by the names of the specification */
  readonly blocks?: Readonly<Record<string, number>>;
  /** names that the capture itself gives to addresses */
  readonly names?: CaptureNames;
  /** decryption secrets: kept, never shown */
  readonly secrets?: readonly CaptureSecrets[];
}

/** An interface as the capture describes it. */
export interface CaptureInterface {
  readonly linkType: number;
  readonly snapLen: number;
  readonly name?: string;
  readonly description?: string;
  readonly comment?: string;
  /** capture filter */
  readonly filter?: string;
  readonly os?: string;
  readonly hardware?: string;
  /** counts of its last statistics, each where told: packets received, lost at the interface, passed by the filter, lost in the system, handed over */
  readonly received?: number;
  readonly droppedByInterface?: number;
  readonly accepted?: number;
  readonly droppedBySystem?: number;
  readonly delivered?: number;
}

export interface CaptureComment {
  readonly text: string;
  /** number of the packet it belongs to, from 1; without, it is on a section */
  readonly packet?: number;
}

/** Of such packets the stored bytes count. */
export interface AbsurdLengths {
  readonly packets: number;
  /** byte in the file of the first one's record */
  readonly offset: number;
  /** what it says */
  readonly bytes: number;
}

/**
 * No packet is longer on the wire: libpcap stores 256 KiB at the most, and Linux hands over up to 512 KiB as one (BIG TCP).
 * What says so all the same, and is not there, is no length.
 */
export const MAX_WIRE_BYTES = 1024 * 1024;

/** Counts them for a framer. */
export class AbsurdCounter {
  #found: AbsurdLengths | undefined;

  add(offset: number, bytes: number): void {
    this.#found = { offset, bytes, ...this.#found, packets: (this.#found?.packets ?? 0) + 1 };
  }

  /** for CaptureInfo */
  get told(): { readonly absurd?: AbsurdLengths } {
    return this.#found === undefined ? {} : { absurd: this.#found };
  }
}

/** Packets that the capture itself says were lost. Absent: not told. 0: told that there were none. */
export interface CaptureDrops {
  /** lost at the interface, for want of buffers: isb_ifdrop */
  readonly byInterface?: number;
  /** lost in the operating system: isb_osdrop */
  readonly bySystem?: number;
  /** told with the packet that came after the gap: epb_dropcount, snoop's cumulative drops */
  readonly betweenPackets?: number;
}

export interface CaptureSecrets {
  /** "TLS key log", "WireGuard key log", …, or the type's number */
  readonly kind: string;
  readonly data: Uint8Array;
}

/** Names of addresses, one a row. */
export interface CaptureNames {
  readonly length: number;
  /** u128 as four u32 words a row, least significant first; IPv4 as ::ffff:a.b.c.d */
  readonly ip: Uint32Array;
  /** text of row i is heap[offset[i], + bytes[i]), UTF-8 */
  readonly offset: Uint32Array;
  readonly bytes: Uint32Array;
  readonly heap: Uint8Array;
}

/** A fault in the file: everything before `offset` was read, nothing after it will be. */
export interface CaptureFault {
  /** byte in the file where the faulty record starts */
  readonly offset: number;
  /** plain words: what is wrong there */
  readonly reason: string;
}

/** One capture file being read. Made by openCapture (capture/formats.ts) from the first bytes. */
export interface Framer {
  readonly info: CaptureInfo;
  /** set when the stream can't be followed any further */
  readonly fault: CaptureFault | undefined;
  /** what `time` counts from: as given, else the second of the first packet; undefined before the first packet */
  readonly epochSec: EpochSec | undefined;
  /** Byte in the file of the point read() stopped at; before the first read(), where to begin. */
  readonly position: number;
  /** bytes the next record needs from the point read() stopped at; at least 1, at most MAX_RECORD_BYTES */
  readonly wanted: number;
  /**
   * Appends to `packets` the whole records in buf[off, end) and returns the offset behind the last record taken. Stops
   * at an incomplete record, when `packets` is full, at the first record that starts at or behind `stop`, or at a fault.
   * buf[off] must be the byte of the file that `position` says.
   */
  read(buf: Uint8Array, off: number, end: number, stop: number, packets: Packets): number;
  /** Called at the end of the file with the bytes left over: a fault when a record was cut off, else undefined. */
  finish(leftover: number): CaptureFault | undefined;
  /**
   * What must be known to go on reading at `position` in another process: text for restoreCapture (capture/formats.ts).
   * The same string until something changes.
   */
  state(): string;
}

/** A longer record is a fault: no link has packets of this size, and buffers are bounded by it. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;
