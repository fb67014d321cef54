/**
 * Vehicle to grid transfer protocol, ISO 15118-2 §7.8.3 and DIN 70121: 01, its inverse, payload type, u32 length of the rest. EXI
 * documents begin with 80 (EXI 1.0 §5); a vehicle asks for a charger with two bytes, which answers with an IPv6 address, port and two.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const HEADER_BYTES = 8;
const VERSION = 0x01fe;
const EXI = 0x80;
const DOIP_PORT = 13400; // the same header with types of its own
const ASK = 0x9000;
const ANSWER = 0x9001;
const ASK_BYTES = 2;
const ANSWER_BYTES = 20;
const PLAIN = 0x10; // security and transport: 00 TLS and TCP, 10 none and UDP
const LONGEST = 0x100000;

export const v2gtp: Dissector = {
  app: 'v2gtp',
  over: [6, 17],
  ports: [15118],
  firstBytes: [1],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (end - off <= HEADER_BYTES) return proto === 6 && buf[off] === 1 ? Verdict.More : Verdict.No;
    if (u16(buf, off) !== VERSION || sendPort === DOIP_PORT || recvPort === DOIP_PORT) return Verdict.No;
    const type = u16(buf, off + 2);
    const length = u32(buf, off + 4);
    const first = buf[off + HEADER_BYTES];
    if (proto === 17) {
      if (length + HEADER_BYTES !== wireLength) return Verdict.No;
      return (type === ASK && length === ASK_BYTES && (first & ~PLAIN) === 0) ||
        (type === ANSWER && length === ANSWER_BYTES && first === 0xfe) // a link-local address
        ? Verdict.Yes
        : Verdict.No;
    }
    const isExi = type === 0x8001 || (type >= 0x8002 && type <= 0x8006);
    return isExi && first === EXI && length > 0 && length < LONGEST ? Verdict.Yes : Verdict.No;
  },
};
