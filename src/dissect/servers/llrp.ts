/** Low Level Reader Protocol of RFID readers, EPCglobal LLRP 1.1 §16.1: three zero bits, version, type, length of the message, its number. */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const HEADER_BYTES = 10;
const LONGEST = 0x100000;
const LAST_TYPE = 72; // KEEPALIVE_ACK
const OTHERS = [100, 111, 112, 1023]; // ERROR_MESSAGE is 100

export const llrp: Dissector = {
  app: 'llrp',
  over: [6],
  ports: [5084],
  onOwnPortsOnly: true,
  firstBytes: [4, 5, 6, 7, 8, 9, 10, 11],
  probe({ buf, off, end, wireLength }) {
    if (end - off < HEADER_BYTES) return Verdict.More;
    const type = u16(buf, off) & 0x3ff;
    const length = u32(buf, off + 2);
    if ((type === 0 || type > LAST_TYPE) && !OTHERS.includes(type)) return Verdict.No;
    return length >= HEADER_BYTES && length <= LONGEST && (length >= wireLength || length >= HEADER_BYTES + 4)
      ? Verdict.Yes
      : Verdict.No;
  },
};
