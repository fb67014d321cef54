/**
 * snoop, RFC 1761: Solaris, and Shomiti/Finisar Surveyor, whose files look alike but have other link types and sixteen
 * bytes or more behind each packet. Link types: https://www.iana.org/assignments/snoop-datalink-types
 */
import { u32 } from '#base/bytes.ts';
import type { CaptureFormat, Look } from './format.ts';
import type { CaptureInfo, EpochSec } from './packets.ts';
import { type RecordFacts, RecordFramer } from './record-framer.ts';

const HEADER_BYTES = 16;
const RECORD_BYTES = 24;
const SHOMITI_TRAILER_BYTES = 16;
const MAGIC = [0x73, 0x6e, 0x6f, 0x6f, 0x70, 0, 0, 0]; // "snoop"
/** 2: snoop; 3 to 5: Surveyor with Shomiti's hardware */
const [FIRST_VERSION, LAST_VERSION] = [2, 5];

const PRIVATE = 0x8000_0000;
/** LINKTYPE_ value by snoop's: Ethernet, Token Ring, FDDI, loopback, Fibre Channel, ATM, InfiniBand, tunnels, ipnet */
const LINK_TYPES: Readonly<Record<number, number>> = {
  0: 1,
  2: 6,
  4: 1,
  8: 10,
  9: 0,
  14: 0,
  16: 122,
  18: 123,
  26: 242,
  [PRIVATE + 1]: 101,
  [PRIVATE + 2]: 101,
  [PRIVATE + 5]: 226,
  [PRIVATE + 7]: 101,
};
const SHOMITI_LINK_TYPES: Readonly<Record<number, number>> = {
  0: 1,
  2: 6,
  4: 1,
  8: 10,
  10: 1,
  11: 6,
  12: 1,
  13: 6,
  14: 6,
  19: 1,
};

interface SnoopState {
  readonly kind: 'snoop';
  readonly shomiti: boolean;
  readonly linkType: number;
  readonly epochSec?: EpochSec;
}

class SnoopFramer extends RecordFramer {
  readonly #state: SnoopState;
  #drops = 0;

  constructor(state: SnoopState, position: number) {
    super(RECORD_BYTES, state.epochSec, position);
    this.#state = state;
  }

  protected override measure(buf: Uint8Array, at: number, record: RecordFacts): void {
    record.capLen = u32(buf, at + 4);
    record.length = u32(buf, at + 8);
    if (record.length < RECORD_BYTES + record.capLen)
      record.wrong = `a record of ${record.length} bytes is too short for its packet of ${record.capLen} bytes`;
  }

  protected override take(buf: Uint8Array, at: number, record: RecordFacts): void {
    record.dataAt = RECORD_BYTES;
    record.origLen = u32(buf, at);
    record.sec = u32(buf, at + 16);
    record.ns = u32(buf, at + 20) * 1000;
    record.linkType = this.#state.linkType;
    this.#drops = Math.max(this.#drops, u32(buf, at + 12));
  }

  protected override header(): SnoopState {
    return this.#state;
  }

  protected override describe(): CaptureInfo {
    const { shomiti, linkType } = this.#state;
    const drops = { betweenPackets: this.#drops };
    return { format: shomiti ? 'snoop (Shomiti)' : 'snoop', linkTypes: [linkType], snapLen: 0, notes: [], drops };
  }
}

export const SNOOP: CaptureFormat = {
  kind: 'snoop',
  is: (head) => head.length >= MAGIC.length && MAGIC.every((byte, n) => head[n] === byte),
  open(head, epochSec, look) {
    if (head.length < HEADER_BYTES) return `the file ends within its header (${head.length} of ${HEADER_BYTES} bytes)`;
    const version = u32(head, 8);
    if (version < FIRST_VERSION || version > LAST_VERSION) return `snoop version ${version} can't be read`;
    const network = u32(head, 12);
    const shomiti = version > FIRST_VERSION || hasShomitiTrailer(look);
    const linkType = (shomiti ? SHOMITI_LINK_TYPES : LINK_TYPES)[network];
    if (linkType === undefined) return `snoop link type ${network} can't be read`;
    const state = { kind: 'snoop', shomiti, linkType, ...(epochSec === undefined ? {} : { epochSec }) } as const;
    return new SnoopFramer(state, HEADER_BYTES);
  },
  restore: (state, offset) => new SnoopFramer(state as SnoopState, offset),
};

/** Surveyor's own version numbers are not used with ordinary cards: what lies behind the first packet tells. */
function hasShomitiTrailer(look: Look): boolean {
  const first = look(HEADER_BYTES, RECORD_BYTES);
  if (first.length < RECORD_BYTES) return false;
  return u32(first, 8) - RECORD_BYTES - u32(first, 4) >= SHOMITI_TRAILER_BYTES;
}
