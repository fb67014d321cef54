/** A flow as a cloud or a sensor logged it: what is known of one without its packets. Times are ms since 1970 UTC. */
import type { IpWords } from '#base/address.ts';

export interface LoggedVolume {
  readonly timeMs: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly sentPackets: number;
  readonly receivedPackets: number;
}

export interface LoggedFlow {
  readonly startMs: number;
  readonly endMs: number;
  readonly src: IpWords;
  readonly dst: IpWords;
  readonly version: 4 | 6;
  /** undefined: not logged, or the protocol has none; ICMP: type and code */
  readonly srcPort: number | undefined;
  readonly dstPort: number | undefined;
  /** IANA protocol number */
  readonly proto: number;
  /** what was logged, in order of time; none: the log counts nothing for this flow */
  readonly volumes: readonly LoggedVolume[];
  /** facts by keys of the field table */
  readonly facts: Readonly<Record<string, string>>;
}

/** What a log file held, beside its flows. */
export interface LogCounts {
  /** records or lines that are flows */
  records: number;
  /** records or lines that could not be understood */
  malformed: number;
}

/** Takes a log piece by piece; flows come out as soon as they are known to be over. */
export interface LogReader {
  /** "VNet flow log v4", "AWS VPC flow log", "Zeek conn.log" */
  readonly format: string;
  readonly counts: LogCounts;
  feed(bytes: Uint8Array): LoggedFlow[];
  /** The end of the log: flows that were still going on. */
  finish(): LoggedFlow[];
}
