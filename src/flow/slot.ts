/**
 * One open flow lies in two rows: FLOATS numbers in a Float64Array and INTS numbers in an Int32Array, so that a packet
 * touches a few adjacent cache lines. Side 0 is the sender of the flow's first packet, side 1 the other end; which of
 * them is src is known at the end (FLAG_INITIATOR_*). Pairs are laid out as [X, X + 1] for sides 0 and 1.
 */

// Float64Array
export const START = 0; // ns since the epoch of the import
export const LAST = 1;
export const BYTES = 2; // 2, 3
export const PAYLOAD = 4; // 4, 5
export const RETRANS = 6; // 6, 7
export const LOST = 8; // 8, 9
export const SYN_TIME = 10; // -1 = no SYN seen
export const RTT = 11; // ns, -1 = not seen
export const BIN = 12; // number of the activity bin being filled
export const BIN_BYTES = 13; // 13, 14
export const STACK = 15; // node of the table's LayerTrie
export const FLOATS = 16;

// Int32Array
export const HASH = 0;
/** proto | ipVersion << 8 | etherType of non-IP frames << 16 */
export const META = 1;
/** port of the low end << 16 | port of the high end */
export const PORTS = 2;
export const LOW3 = 3; // least significant word of the low end's address (of its MAC without IP)
export const HIGH3 = 4;
export const LOW0 = 5; // 5, 6, 7: the other words of the low end
export const HIGH0 = 8; // 8, 9, 10
export const FLAGS = 11;
export const PACKETS = 12; // 12, 13
export const TCP_FLAGS = 14; // 14, 15: OR of the flags each side sent
export const NEXT_SEQ = 16; // 16, 17: sequence number after the last byte seen
export const BASE_SEQ = 18; // 18, 19: sequence number of the first payload byte
export const FIRST_CHUNK = 20;
export const LAST_CHUNK = 21;
export const CHUNK_LIST = 22; // chunks between the two, arena index, -1 = none
export const BIN_PACKETS = 23; // 23, 24
export const BIN_LIST = 25; // finished activity bins, arena index, -1 = none
export const PAYLOAD_PACKETS = 26; // 26, 27
export const SRC_MAC_LOW = 28; // hardware addresses in the first packet of side 0
export const DST_MAC_LOW = 29;
export const MAC_HIGHS = 30; // src << 16 | dst
export const VLAN = 31;
export const ICMP = 32;
export const HOLES = 34; // 34…49: four [start, end) of each side
export const HOLES_A_SIDE = 4;
export const INTS = 50;

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
/** side 0 (<< 1): has holes in HOLES */
export const FLAG_HOLES_0 = 65536;
/** the slot holds a flow */
export const FLAG_USED = 1 << 20;
