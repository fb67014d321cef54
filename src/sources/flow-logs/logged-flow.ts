/** A flow as a cloud or a sensor logged it: what is known of one without its packets. Times are ms since 1970 UTC. */
import type { IpWords } from '#base/address.ts';
import type { SeenRecords } from './seen-records.ts';

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
  /** numbers of the logs that tell of it, as they were begun; absent: not known */
  readonly files?: readonly number[];
}

/** What a log file held, beside its flows. */
export interface LogCounts {
  /** records or lines that are flows */
  records: number;
  /** records or lines that could not be understood */
  malformed: number;
}

/** Volumes kept of one flow; what comes beyond is added to the last. */
const MAX_VOLUMES = 4096;

/** Logs told of one flow: a flow that is still going on has been in all of them. */
const MAX_FILES = 4096;

/** Adds the log that is being read to those of a flow; 0 = it has no number. */
export function addFile(flow: { files?: number[] }, file: number): void {
  if (file === 0) return;
  flow.files ??= [];
  if (flow.files.at(-1) !== file && flow.files.length < MAX_FILES) flow.files.push(file);
}

/** Adds what was logged at a time; within one second it is added up. */
export function addVolume(volumes: LoggedVolume[], volume: LoggedVolume): void {
  const last = volumes.at(-1);
  const isSame = last !== undefined && Math.floor(last.timeMs / 1000) === Math.floor(volume.timeMs / 1000);
  if (last === undefined || (!isSame && volumes.length < MAX_VOLUMES)) {
    volumes.push(volume);
    return;
  }
  volumes[volumes.length - 1] = {
    timeMs: last.timeMs,
    sentBytes: last.sentBytes + volume.sentBytes,
    receivedBytes: last.receivedBytes + volume.receivedBytes,
    sentPackets: last.sentPackets + volume.sentPackets,
    receivedPackets: last.receivedPackets + volume.receivedPackets,
  };
}

/** First and last time of what an interface logged, ms since 1970 UTC. */
export interface LogSpan {
  first: number;
  last: number;
}

export function noteTime(spans: Map<string, LogSpan>, key: string, timeMs: number): void {
  const span = spans.get(key);
  if (span === undefined) spans.set(key, { first: timeMs, last: timeMs });
  else {
    span.first = Math.min(span.first, timeMs);
    span.last = Math.max(span.last, timeMs);
  }
}

/**
 * Takes logs of one kind piece by piece, in order of time; flows come out as soon as they are known to be over, and may
 * span logs.
 */
export interface LogReader {
  /** "VNet flow log v4", "AWS VPC flow log", "Zeek conn.log" */
  readonly format: string;
  readonly counts: LogCounts;
  /** records that are there already, which are passed over; only of logs that can be told so */
  seen?: SeenRecords | undefined;
  /** of the log that was begun last, by what logs alone (an interface): flows of one never meet those of another */
  readonly spans: ReadonlyMap<string, LogSpan>;
  /** bytes of it up to the end of its last whole record, where the log can go on being written; undefined: it can't */
  readonly whole?: number;
  /** A log begins; `head` holds its first bytes, which are fed as well. From `from` on: only what is behind `whole` is fed. `file`: its number. */
  begin(head: Uint8Array, from?: number, file?: number): void;
  feed(bytes: Uint8Array): LoggedFlow[];
  /** The end of the log; flows that go on are kept for the next. */
  end(): LoggedFlow[];
  /** The end of all: flows that were still going on. */
  finish(): LoggedFlow[];
  /** Flows that go on, as plain data, for a later reader. */
  save(): readonly unknown[];
  load(saved: readonly unknown[]): void;
}
