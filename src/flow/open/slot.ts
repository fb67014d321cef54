/**
 * One open flow lies in two rows: FLOATS numbers in a Float64Array and INTS numbers in an Int32Array. Rows are whole cache
 * lines of 64 bytes, and what every packet touches stands in the first line of each: a packet costs about as many cache
 * misses as it touches lines. Side 0 is the sender of the flow's first packet, side 1 the other end; which of them is src is
 * known at the end (srcSide). Pairs are laid out as [X, X + 1] for sides 0 and 1.
 */

// Float64Array, first line: every packet
export const LAST = 0; // ns since the epoch of the import
export const BYTES = 1; // 1, 2
export const PAYLOAD = 3; // 3, 4
export const BIN = 5; // number of the activity bin being filled
export const BIN_BYTES = 6; // 6, 7
// second line: seldom
export const START = 8;
export const SYN_TIME = 9; // of the initiator's SYN; -1 = none seen
export const SYN_ACK_TIME = 10; // -1 = none seen
export const RTT = 11; // SYN to the ACK that ends the handshake, ns; -1 = not seen
export const STACK = 12; // node of the table's LayerTrie
export const HISTORY = 13; // 13, 14, 15: letters of tcp/history.ts
export const FLOATS = 16;

// Int32Array, first line: every packet
export const HASH = 0;
/** proto | ipVersion << 8 | etherType of non-IP frames, of IP the address space (spaces.ts), << 16 */
export const META = 1;
/** port of the low end << 16 | port of the high end */
export const PORTS = 2;
export const LOW3 = 3; // least significant word of the low end's address (of its MAC without IP)
export const HIGH3 = 4;
export const FLAGS = 5;
export const PACKETS = 6; // 6, 7
export const BIN_PACKETS = 8; // 8, 9
export const LAST_CHUNK = 10;
export const PAYLOAD_PACKETS = 11; // 11, 12
/** 13, 14: OR of the TCP flags each side sent, and the TCP_ bits below */
export const TCP_BITS = 13;
export const BIN_LIST = 15; // finished activity bins, arena index, -1 = none
// second line: every TCP segment. Times are µs modulo 2^32
export const NEXT_SEQ = 16; // 16, 17: sequence number after the highest seen
export const LAST_ACK = 18; // 18, 19: acknowledgement number last sent by the side
export const WINDOW = 20; // 20, 21: window last offered by the side, as in the header
export const TIMED_SEQ = 22; // 22, 23: end of the segment whose ACK is timed; after an RST, its sequence number
export const TIMED_AT = 24; // 24, 25
export const NEXT_AT = 26; // 26, 27: when the highest sequence number was sent
export const RTT_SMOOTH = 28; // 28, 29: of the side's data, µs; 0 = none
export const RTT_MIN = 30; // 30, 31
// third line: IPv6, and what is written once or seldom
export const LOW0 = 32; // 32, 33, 34: the other words of the low end; without IP the first is the address space
export const HIGH0 = 35; // 35, 36, 37
export const FIRST_CHUNK = 38;
export const CHUNK_LIST = 39; // chunks between the first and the last, arena index, -1 = none
export const SRC_MAC_LOW = 40; // hardware addresses in the first packet of side 0
export const DST_MAC_LOW = 41;
export const MAC_HIGHS = 42; // src << 16 | dst
/** outermost VLAN + 1 (0 = untagged) << 16 | type and code of the first ICMP message */
export const VLAN_ICMP = 43;
export const BASE_SEQ = 44; // 44, 45: sequence number of the first payload byte
export const TCP_RECORD = 46; // tcp/records.ts; 0 = none
export const MSS = 47; // offered by side 0 | by side 1 << 16; 0 = not told
export const INTS = 48;

// FLAGS
/** the low end of the key is side 0 */
export const FLAG_LOW_IS_0 = 1;
/** side 0 (1) is the proved initiator */
export const FLAG_INITIATOR_0 = 2;
export const FLAG_INITIATOR_1 = 4;
export const FLAG_PORTS = 8;
export const FLAG_TRUNCATED = 16;
/** payload is still wanted by inspection */
export const FLAG_INSPECT = 32;
/** side 0 (1 = << 1): sequence numbers are known */
export const FLAG_SEQ_0 = 64;
/** side 0 (<< 1): a SYN was seen from it, with or without ACK */
export const FLAG_SYN_0 = 256;
/** side 0 (<< 1): its SYN carried an ACK */
export const FLAG_SYN_ACK_0 = 1024;
export const FLAG_FIN_0 = 4096;
export const FLAG_RST_0 = 16384;
/** side 1 is taken for the initiator, by ports or by what was said; a SYN goes before it */
export const FLAG_TAKEN_1 = 65536;
/** a SYN was seen, the ACK that ends the handshake not yet */
export const FLAG_TIMING = 1 << 18;
/** an ICMP message was seen: VLAN_ICMP has its type and code */
export const FLAG_ICMP = 1 << 19;
/** the slot holds a flow */
export const FLAG_USED = 1 << 20;

// TCP_BITS of a side, above the eight flags
/** a bare ACK, and a segment with data, stand in the history */
export const TCP_SAID_ACK = 1 << 8;
export const TCP_SAID_DATA = 1 << 9;
/** the side's data is being timed: TIMED_SEQ, TIMED_AT */
export const TCP_TIMED = 1 << 10;
/** its last segment was a keep-alive */
export const TCP_KEEP_ALIVE = 1 << 11;
/** its last segments were duplicate ACKs: DUP_RUN of the record */
export const TCP_DUPLICATES = 1 << 12;
/** it has holes in the record */
export const TCP_HOLES = 1 << 13;
/** a hole of it was told as acknowledged: ACKED_HOLE of the record */
export const TCP_ACKED_HOLE = 1 << 14;
/** its SYN offered to scale windows; shift in TCP_SCALE */
export const TCP_SCALES = 1 << 15;
export const TCP_SCALE_SHIFT = 16; // 4 bits
/** Zeek's state of the endpoint (tcp/state.ts), 3 bits */
export const TCP_STATE_SHIFT = 20;
/** letters of the history that may come again: S or H, F, R; and those that may not: I, Q */
export const TCP_SAID_SYN = 1 << 23;
export const TCP_SAID_FIN = 1 << 24;
export const TCP_SAID_RST = 1 << 25;
export const TCP_SAID_I = 1 << 26;
export const TCP_SAID_Q = 1 << 27;
/** the endpoint was closed before it was reset */
export const TCP_WAS_CLOSED = 1 << 28;

/** The side that is src. */
export function srcSide(flags: number): number {
  if ((flags & (FLAG_INITIATOR_0 | FLAG_INITIATOR_1)) !== 0) return (flags & FLAG_INITIATOR_1) !== 0 ? 1 : 0;
  return (flags & FLAG_TAKEN_1) !== 0 ? 1 : 0;
}
