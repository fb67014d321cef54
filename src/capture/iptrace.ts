/**
 * AIX's iptrace, versions 1.0 and 2.0: a line of text, then records: length and second; interface, its type (RFC 1573), direction;
 * in 2.0 second and ns. No document describes it; this is what Wireshark's authors found by inspection.
 */
import { u32 } from '#base/bytes.ts';
import { AIX_INTERFACES } from '#registry/link-types.ts';
import type { CaptureFormat } from './format.ts';
import type { CaptureInfo, EpochSec } from './packets.ts';
import { type RecordFacts, RecordFramer } from './record-framer.ts';

const MAGIC = Buffer.from('iptrace ');
const MAGIC_BYTES = 11;
const RECORD_BYTES = 8;
const INTERFACE_TYPE = RECORD_BYTES + 20;
const SECOND = RECORD_BYTES + 24;
/** what a record says of its packet, by version */
const FACTS_BYTES: Readonly<Record<string, number>> = { '1.0': 22, '2.0': 32 };

/** LINKTYPE_ value by interface type: Ethernet, Token Ring, loopback, IP over InfiniBand */
const LINK_TYPES: Readonly<Record<number, number>> = { 6: 1, 9: 6, 24: 101, 199: 242 };

interface IptraceState {
  readonly kind: 'iptrace';
  readonly version: string;
  readonly epochSec?: EpochSec;
}

class IptraceFramer extends RecordFramer {
  readonly #state: IptraceState;
  readonly #factsBytes: number;

  constructor(state: IptraceState, position: number) {
    super(RECORD_BYTES, state.epochSec, position);
    this.#state = state;
    this.#factsBytes = FACTS_BYTES[state.version]!;
  }

  protected override measure(buf: Uint8Array, at: number, record: RecordFacts): void {
    const bytes = u32(buf, at);
    record.length = RECORD_BYTES + bytes;
    if (bytes < this.#factsBytes)
      record.wrong = `a record of ${bytes} bytes is too short for what it says of its packet`;
  }

  protected override take(buf: Uint8Array, at: number, record: RecordFacts): void {
    const type = buf[at + INTERFACE_TYPE]!;
    const isSecond = this.#state.version === '2.0';
    record.linkType = LINK_TYPES[type] ?? AIX_INTERFACES + type;
    record.dataAt = RECORD_BYTES + this.#factsBytes;
    record.capLen = record.origLen = record.length - record.dataAt;
    record.sec = u32(buf, isSecond ? at + SECOND : at + 4);
    record.ns = isSecond ? u32(buf, at + SECOND + 4) : 0;
  }

  protected override header(): IptraceState {
    return this.#state;
  }

  protected override describe(linkTypes: readonly number[]): CaptureInfo {
    return { format: `iptrace ${this.#state.version}`, linkTypes, snapLen: 0, notes: [] };
  }
}

export const IPTRACE: CaptureFormat = {
  kind: 'iptrace',
  is: (head) => head.length >= MAGIC.length && MAGIC.every((byte, n) => head[n] === byte),
  open(head, epochSec) {
    const version = Buffer.from(head.subarray(MAGIC.length, MAGIC_BYTES)).toString('latin1');
    if (FACTS_BYTES[version] === undefined) return `iptrace version ${JSON.stringify(version)} can't be read`;
    const state = { kind: 'iptrace', version, ...(epochSec === undefined ? {} : { epochSec }) } as const;
    return new IptraceFramer(state, MAGIC_BYTES);
  },
  restore: (state, offset) => new IptraceFramer(state as IptraceState, offset),
};
