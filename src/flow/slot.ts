/**
 * One open flow lies in two rows: FLOATS numbers in a Float64Array and INTS numbers in an Int32Array. Rows are whole cache
 * lines of 64 bytes, and what every packet touches stands in the first line of each: a packet costs about as many cache
 * misses as it touches lines. Side 0 is the sender of the flow's first packet, side 1 the other end; which of them is src is
 * known at the end (FLAG_INITIATOR_*). Pairs are laid out as [X, X + 1] for sides 0 and 1.
 */

// Float64Array, first line: every packet
export const LAST = 0; // ns since the epoch of the import
export const BYTES = 1; // 1, 2
export const PAYLOAD = 3; // 3, 4
export const BIN = 5; // number of the activity bin being filled
export const BIN_BYTES = 6; // 6, 7
// second line
export const START = 8;
export const RETRANS = 9; // 9, 10
export const LOST = 11; // 11, 12
export const SYN_TIME = 13; // -1 = no SYN seen
export const RTT = 14; // ns, -1 = not seen
export const STACK = 15; // node of the table's LayerTrie
export const FLOATS = 16;

// Int32Array, first line: every packet
export const HASH = 0;
/** proto | ipVersion << 8 | etherType of non-IP frames << 16 */
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
export const TCP_FLAGS = 13; // 13, 14: OR of the flags each side sent
export const BIN_LIST = 15; // finished activity bins, arena index, -1 = none
// second line: TCP, IPv6
export const NEXT_SEQ = 16; // 16, 17: sequence number after the last byte seen
export const BASE_SEQ = 18; // 18, 19: sequence number of the first payload byte
export const LOW0 = 20; // 20, 21, 22: the other words of the low end
export const HIGH0 = 23; // 23, 24, 25
export const FIRST_CHUNK = 26;
export const CHUNK_LIST = 27; // chunks between the first and the last, arena index, -1 = none
export const SRC_MAC_LOW = 28; // hardware addresses in the first packet of side 0
export const DST_MAC_LOW = 29;
export const MAC_HIGHS = 30; // src << 16 | dst
/** outermost VLAN + 1 (0 = untagged) << 16 | type and code of the first ICMP message */
export const VLAN_ICMP = 31;
// third line
export const HOLES = 32; // 32…47: four [start, end) of each side
export const HOLES_A_SIDE = 4;
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
/** side 0 (<< 1): has holes in HOLES */
export const FLAG_HOLES_0 = 65536;
/** a SYN was seen, the ACK that ends the handshake not yet */
export const FLAG_TIMING = 1 << 18;
/** an ICMP message was seen: VLAN_ICMP has its type and code */
export const FLAG_ICMP = 1 << 19;
/** the slot holds a flow */
export const FLAG_USED = 1 << 20;
