/** What passes between the program and the thread of a live source (intake-worker.ts). */
import type { IpRange } from '#base/address.ts';
import type { Segment } from './segments.ts';

/** How senders of PCAP-over-IP may connect. */
export interface ListenOptions {
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
  /** PEM */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** that senders must say: SHA-256 of salt and token, hex */
  readonly token?: { readonly salt: string; readonly hash: string };
  /** networks that senders may come from; empty = all that reach the port */
  readonly from: readonly string[];
  /** a sender that is silent for so long is ended; 0 = never */
  readonly idleMs: number;
  readonly maxSenders: number;
}

/** Where packets come from. */
export type Inlet =
  /** senders of PCAP-over-IP that connect to us */
  | ({ readonly kind: 'listen' } & ListenOptions)
  /** a sender of PCAP-over-IP that we connect to */
  | { readonly kind: 'connect'; readonly address: string; readonly allowed: readonly IpRange[] }
  /** a program that captures and writes to its standard output */
  | {
      readonly kind: 'program';
      readonly name: string;
      readonly file: string;
      readonly args: readonly string[];
      /** it prints its counts when it gets SIGUSR1 */
      readonly tellsCounts: boolean;
    };

/** First message. */
export interface IntakeOrder {
  readonly inlet: Inlet;
  /** of the segments; exists */
  readonly folder: string;
  readonly firstNumber: number;
  /** stands in the segments as the program that wrote them */
  readonly application: string;
  /** i64 of bytes of segments that are decoded: no sender is read while the rest is too much */
  readonly decoded: SharedArrayBuffer;
  readonly maxLagBytes: number;
  /** a segment ends when it is so long or so old */
  readonly segmentBytes: number;
  readonly segmentMs: number;
}

/** Messages behind it. */
export type IntakeCommand =
  /** Ends senders and segment; 'ended' follows. */
  | { readonly kind: 'stop' }
  /** Ends the segment: somebody waits for the dataset. */
  | { readonly kind: 'split' };

export interface SenderFacts {
  /** for people: 192.0.2.7 port 40000 */
  readonly name: string;
  readonly format?: string;
  readonly bytes: number;
  readonly packets: number;
}

export type IntakeReport =
  /** It can begin: senders may connect, or the connection is there. */
  | { readonly kind: 'ready'; readonly port?: number }
  | { readonly kind: 'segment'; readonly segment: Segment }
  | { readonly kind: 'segment-ended'; readonly segment: Segment; readonly bytes: number; readonly packets: number }
  /** a few times a second while something changes */
  | {
      readonly kind: 'told';
      readonly bytes: number;
      readonly packets: number;
      readonly senders: readonly SenderFacts[];
      /** those that have gone */
      readonly gone: number;
      /** senders are held back because decoding lags */
      readonly heldBack: boolean;
    }
  /** a line for people; a lasting one tells of packets that are there, others of who was sent away */
  | { readonly kind: 'note'; readonly text: string; readonly isLasting: boolean }
  /** Last message; `error`: why it ended by itself, in words. */
  | { readonly kind: 'ended'; readonly error?: string };
