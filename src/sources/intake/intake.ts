/**
 * Brings the packets of any number of senders into segments, in the order in which they come. Senders are held back while more
 * than `maxLagBytes` wait to be decoded; each has one bounded buffer.
 */
import { PacketStream } from './packet-stream.ts';
import type { IntakeReport, SenderFacts } from './protocol.ts';
import { Segments } from './segments.ts';

const TICK_MS = 50;
const TELL_MS = 250;
/** Senders that are told by name. */
const MAX_TOLD = 20;

/** How a sender is held back and let go on; ended when it can't be followed. */
export interface Valve {
  hold(): void;
  release(): void;
  close(): void;
}

export interface Sender {
  /** False: no more is taken from it. */
  push(piece: Uint8Array): boolean;
  /** It has ended, by itself or broken off for this reason. */
  end(reason?: string): void;
  lost(counts: { readonly byInterface?: number; readonly bySystem?: number }): void;
}

export interface IntakeOptions {
  readonly folder: string;
  readonly firstNumber: number;
  readonly application: string;
  readonly decoded: SharedArrayBuffer;
  readonly maxLagBytes: number;
  readonly segmentBytes: number;
  readonly segmentMs: number;
  /** ms since 1970 UTC */
  readonly now: () => number;
  readonly report: (message: IntakeReport) => void;
  /** the disk takes no more */
  readonly onFull: (error: Error) => void;
  /** a segment has ended while senders go on */
  readonly onSplit: () => void;
}

export class Intake {
  readonly #with: IntakeOptions;
  readonly #segments: Segments;
  readonly #decoded: BigInt64Array;
  readonly #valves = new Map<PacketStream, { readonly name: string; readonly valve: Valve }>();
  readonly #ticking: NodeJS.Timeout;
  #segmentSince = 0;
  #heldBack = false;
  #bytes = 0;
  #packets = 0;
  #gone = 0;
  #toldAt = 0;
  #told = '';
  #broken = false;

  constructor(options: IntakeOptions) {
    this.#with = options;
    this.#decoded = new BigInt64Array(options.decoded);
    this.#segments = new Segments({
      ...options,
      onBegin: (segment) => {
        this.#segmentSince = options.now();
        options.report({ kind: 'segment', segment });
      },
      onEnd: (segment, bytes, packets) => options.report({ kind: 'segment-ended', segment, bytes, packets }),
    });
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
  }

  open(name: string, valve: Valve): Sender {
    const stream = new PacketStream(this.#segments, `from ${name}`);
    this.#valves.set(stream, { name, valve });
    if (this.#heldBack) valve.hold();
    const end = (reason?: string): void => {
      if (!this.#valves.delete(stream)) return;
      this.#gone++;
      this.#bytes += stream.bytes;
      this.#packets += stream.packets;
      const { fault, packets } = this.#guarded(() => stream.finish()) ?? { packets: stream.packets };
      const why = [reason, fault].filter((text) => text !== undefined).join('; ');
      if (why !== '') {
        const kept =
          packets === 0
            ? 'no packet came from it'
            : packets === 1
              ? 'the packet before that is kept'
              : `all ${packets} whole packets before that are kept`;
        this.#with.report({ kind: 'note', text: `${name}: ${why}; ${kept}`, isLasting: packets > 0 });
      }
    };
    return {
      push: (piece) => {
        if (!this.#valves.has(stream)) return false;
        const goesOn = this.#guarded(() => stream.push(piece)) ?? false;
        if (!goesOn) {
          end();
          valve.close();
          return false;
        }
        if (this.#segments.bytes >= this.#with.segmentBytes) this.split();
        this.#holdBack();
        return true;
      },
      end,
      lost: (counts) => void this.#guarded(() => stream.lost(counts)),
    };
  }

  /** Ends the segment; the next packet begins another. */
  split(): void {
    this.#guarded(() => this.#segments.end(this.#with.now()));
    this.#with.onSplit();
  }

  /** Ends what is being written. Senders must have ended. */
  close(): void {
    clearInterval(this.#ticking);
    for (const { valve } of this.#valves.values()) valve.close();
    this.#guarded(() => this.#segments.end(this.#with.now()));
    this.#tell(true);
  }

  /** What the disk refuses ends the intake, once; what is on it stays. */
  #guarded<T>(act: () => T): T | undefined {
    if (this.#broken) return undefined;
    try {
      return act();
    } catch (error) {
      this.#broken = true;
      clearInterval(this.#ticking);
      try {
        this.#segments.abandon();
      } catch {
        // The file was not even opened.
      }
      for (const { valve } of this.#valves.values()) valve.close();
      this.#with.onFull(error as Error);
      return undefined;
    }
  }

  get #lag(): number {
    return this.#segments.bytesWritten - Number(Atomics.load(this.#decoded, 0));
  }

  #holdBack(): void {
    if (this.#heldBack || this.#lag <= this.#with.maxLagBytes) return;
    this.#heldBack = true;
    for (const { valve } of this.#valves.values()) valve.hold();
  }

  #tick(): void {
    this.#guarded(() => this.#segments.flush());
    if (this.#segments.bytes > 0 && this.#with.now() - this.#segmentSince >= this.#with.segmentMs) this.split();
    if (this.#heldBack && this.#lag <= this.#with.maxLagBytes / 2) {
      this.#heldBack = false;
      for (const { valve } of this.#valves.values()) valve.release();
    }
    this.#tell(false);
  }

  #tell(now: boolean): void {
    const time = this.#with.now();
    if (!now && time - this.#toldAt < TELL_MS) return;
    this.#toldAt = time;
    let [bytes, packets] = [this.#bytes, this.#packets];
    const senders: SenderFacts[] = [];
    for (const [stream, { name }] of this.#valves) {
      bytes += stream.bytes;
      packets += stream.packets;
      const { format } = stream;
      if (senders.length < MAX_TOLD)
        senders.push({
          name,
          bytes: stream.bytes,
          packets: stream.packets,
          ...(format === undefined ? {} : { format }),
        });
    }
    const print = `${bytes} ${this.#valves.size} ${this.#gone} ${this.#heldBack}`;
    if (!now && print === this.#told) return;
    this.#told = print;
    this.#with.report({ kind: 'told', bytes, packets, senders, gone: this.#gone, heldBack: this.#heldBack });
  }
}
