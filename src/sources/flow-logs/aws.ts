/**
 * AWS VPC flow logs, versions 2 to 8: a line a record, its fields named by a header line, without one as version 2 has them
 * ("Flow log records", Amazon VPC User Guide, 2026-11). A record counts one direction on one interface for some minutes;
 * both directions and all minutes of a connection are one flow here.
 */
import { parseIp } from '#base/address.ts';
import { isAnswerByPorts } from '#flow/direction.ts';
import { Lines } from './lines.ts';
import {
  addFile,
  addVolume,
  type LogCounts,
  type LoggedFlow,
  type LoggedVolume,
  type LogReader,
  type LogSpan,
  noteTime,
} from './logged-flow.ts';

const DEFAULT_FIELDS =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const KNOWN_FIELDS = new Set(
  `${DEFAULT_FIELDS} vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id reject-reason resource-id encryption-status`.split(
    ' ',
  ),
);
const MAX_OPEN = 500_000;
/** The longest aggregation is 10 minutes: silence beyond that is another flow. */
const MAX_SILENCE_S = 15 * 60;
const SYN = 2;
const SYN_ACK = 18;

interface Open {
  /** ends as they will be told; `known`: a SYN said so */
  src: string;
  dst: string;
  srcPort: number;
  dstPort: number;
  known: boolean;
  readonly proto: number;
  startS: number;
  endS: number;
  /** the interface's own end, where the log tells it */
  readonly nicEnd: string | undefined;
  sent: LoggedVolume[];
  received: LoggedVolume[];
  readonly facts: Readonly<Record<string, string>>;
  files?: number[];
}

/** True for a header line of field names, or a line of version 2 without one. */
export function isAwsLine(line: string): boolean {
  const words = line.trim().split(/\s+/);
  if (words.length >= 5 && words.every((word) => KNOWN_FIELDS.has(word)))
    return words.includes('srcaddr') || words.includes('pkt-srcaddr');
  return (
    words.length === 14 &&
    words[0] === '2' &&
    /^(eni-[0-9a-f]+|-)$/.test(words[2]!) &&
    /^(OK|NODATA|SKIPDATA)$/.test(words[13]!)
  );
}

export class AwsFlowLog implements LogReader {
  readonly format = 'AWS VPC flow log';
  readonly counts: LogCounts = { records: 0, malformed: 0 };
  #lines = new Lines();
  #file = 0;
  readonly #open = new Map<string, Open>();
  readonly spans = new Map<string, LogSpan>();
  #fields = DEFAULT_FIELDS.split(' ');

  feed(bytes: Uint8Array): LoggedFlow[] {
    const done: LoggedFlow[] = [];
    for (const line of this.#lines.feed(bytes)) this.#line(line, done);
    return done;
  }

  save(): readonly unknown[] {
    return [...this.#open];
  }

  load(saved: readonly unknown[]): void {
    for (const [key, open] of saved as [string, Open][]) this.#open.set(key, open);
  }

  begin(_head: Uint8Array, _from = 0, file = 0): void {
    this.#file = file;
    this.spans.clear();
    this.#lines = new Lines();
    this.#fields = DEFAULT_FIELDS.split(' ');
  }

  end(): LoggedFlow[] {
    const done: LoggedFlow[] = [];
    for (const line of this.#lines.finish()) this.#line(line, done);
    this.counts.malformed += this.#lines.tooLong;
    return done;
  }

  finish(): LoggedFlow[] {
    const done = Array.from(this.#open.values(), flowOf);
    this.#open.clear();
    return done;
  }

  #line(line: string, done: LoggedFlow[]): void {
    const words = line.trim().split(/\s+/);
    if (words.length === 1) return;
    if (words.every((word) => KNOWN_FIELDS.has(word))) {
      this.#fields = words;
      return;
    }
    if (words.length !== this.#fields.length) {
      this.counts.malformed++;
      return;
    }
    const value = (name: string): string | undefined => {
      const word = words[this.#fields.indexOf(name)];
      return word === '-' ? undefined : word;
    };
    const status = value('log-status');
    if (status === 'NODATA' || status === 'SKIPDATA') return;
    // The packet's own ends, where an address translation stands between.
    const src = value('pkt-srcaddr') ?? value('srcaddr');
    const dst = value('pkt-dstaddr') ?? value('dstaddr');
    const [proto, packets, bytes, start, end] = ['protocol', 'packets', 'bytes', 'start', 'end'].map((name) =>
      countOf(value(name)),
    );
    const [a, b] = [parseIp(src ?? ''), parseIp(dst ?? '')];
    if (a === undefined || b === undefined || a.version !== b.version || start === undefined) {
      this.counts.malformed++;
      return;
    }
    this.counts.records++;
    this.#add(
      {
        src: src!,
        dst: dst!,
        srcPort: countOf(value('srcport')) ?? 0,
        dstPort: countOf(value('dstport')) ?? 0,
        proto: proto ?? 255,
        packets: packets ?? 0,
        bytes: bytes ?? 0,
        startS: start,
        endS: Math.max(start, end ?? start),
        flags: countOf(value('tcp-flags')) ?? 0,
        nic: value('interface-id') ?? '',
        action: value('action') ?? '',
        direction: value('flow-direction'),
        resource: value('vpc-id') ?? value('resource-id'),
        reason: value('reject-reason'),
      },
      done,
    );
  }

  #add(record: Counted, done: LoggedFlow[]): void {
    const { src, dst, srcPort, dstPort, proto, nic, action } = record;
    noteTime(this.spans, nic, record.startS * 1000);
    noteTime(this.spans, nic, record.endS * 1000);
    const isForward = `${src} ${srcPort}` <= `${dst} ${dstPort}`;
    const ends = isForward ? `${src} ${srcPort} ${dst} ${dstPort}` : `${dst} ${dstPort} ${src} ${srcPort}`;
    const key = `${nic} ${action} ${proto} ${ends}`;
    let open = this.#open.get(key);
    if (open !== undefined && record.startS - open.endS > MAX_SILENCE_S) {
      this.#open.delete(key);
      done.push(flowOf(open));
      open = undefined;
    }
    if (open === undefined) {
      open = {
        src,
        dst,
        srcPort,
        dstPort,
        known: false,
        proto,
        startS: record.startS,
        endS: record.endS,
        nicEnd: nicEndOf(record),
        sent: [],
        received: [],
        facts: factsOf(record),
      };
      // Without a SYN the likelier server is the destination.
      if (isAnswerByPorts(proto, srcPort, dstPort)) turn(open);
      this.#open.set(key, open);
      if (this.#open.size > MAX_OPEN) {
        const [oldest, flow] = this.#open.entries().next().value!;
        this.#open.delete(oldest);
        done.push(flowOf(flow));
      }
    }
    addFile(open, this.#file);
    open.startS = Math.min(open.startS, record.startS);
    open.endS = Math.max(open.endS, record.endS);
    const fromSrc = open.src === src && open.srcPort === srcPort;
    if (!open.known && proto === 6 && (record.flags & SYN) !== 0) {
      const isReply = (record.flags & SYN_ACK) === SYN_ACK;
      if (isReply === fromSrc) turn(open);
      open.known = true;
    }
    const isSent = open.src === src && open.srcPort === srcPort;
    addVolume(isSent ? open.sent : open.received, {
      timeMs: record.startS * 1000,
      sentBytes: record.bytes,
      sentPackets: record.packets,
      receivedBytes: 0,
      receivedPackets: 0,
    });
  }
}

interface Counted {
  readonly src: string;
  readonly dst: string;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly proto: number;
  readonly packets: number;
  readonly bytes: number;
  readonly startS: number;
  readonly endS: number;
  readonly flags: number;
  readonly nic: string;
  readonly action: string;
  readonly direction: string | undefined;
  readonly resource: string | undefined;
  readonly reason: string | undefined;
}

/** What arrives is for the interface, what leaves is from it. */
function nicEndOf({ direction, src, srcPort, dst, dstPort }: Counted): string | undefined {
  if (direction === 'ingress') return `${dst} ${dstPort}`;
  return direction === 'egress' ? `${src} ${srcPort}` : undefined;
}

/** Outbound: the flow's source is the interface. */
const directionOf = ({ src, srcPort, nicEnd }: Open): string =>
  nicEnd === `${src} ${srcPort}` ? 'outbound' : 'inbound';

/** Source and destination change places, and what each sent with them. */
function turn(open: Open): void {
  [open.src, open.dst] = [open.dst, open.src];
  [open.srcPort, open.dstPort] = [open.dstPort, open.srcPort];
  [open.sent, open.received] = [open.received, open.sent];
}

function factsOf({ nic, action, resource, reason }: Counted): Readonly<Record<string, string>> {
  const decision = action === 'ACCEPT' ? 'allowed' : action === 'REJECT' ? 'denied' : '';
  return {
    source: 'aws vpc flow log',
    ...(nic === '' ? {} : { nic: nic.slice(0, 200) }),
    ...(decision === '' ? {} : { decision }),
    ...(resource === undefined ? {} : { 'log.resource': resource.slice(0, 200) }),
    ...(reason === undefined ? {} : { rule: reason.slice(0, 200) }),
  };
}

function flowOf(open: Open): LoggedFlow {
  const src = parseIp(open.src)!;
  const hasPorts = [6, 17, 33, 132, 136].includes(open.proto);
  const received = open.received.map((volume) => ({
    timeMs: volume.timeMs,
    sentBytes: 0,
    sentPackets: 0,
    receivedBytes: volume.sentBytes,
    receivedPackets: volume.sentPackets,
  }));
  return {
    startMs: open.startS * 1000,
    endMs: open.endS * 1000,
    src: src.words,
    dst: parseIp(open.dst)!.words,
    version: src.version,
    srcPort: hasPorts ? open.srcPort : undefined,
    dstPort: hasPorts ? open.dstPort : undefined,
    proto: open.proto,
    volumes: [...open.sent, ...received].sort((a, b) => a.timeMs - b.timeMs),
    facts: open.nicEnd === undefined ? open.facts : { ...open.facts, direction: directionOf(open) },
    ...(open.files === undefined ? {} : { files: open.files }),
  };
}

const countOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
