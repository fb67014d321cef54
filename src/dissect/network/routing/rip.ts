/** RIP, RFC 1058 and RFC 2453 §4 (port 520), and RIPng, RFC 2080 §2.1 (port 521): a header of 4 bytes and entries of 20. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const PORT = 520;
const PORT_NG = 521;
const HEADER_BYTES = 4;
const ENTRY_BYTES = 20;
const INTERNET = 2;
const ANY_FAMILY = 0;
const AUTHENTICATION = 0xffff;

export const rip: Dissector = {
  app: 'rip',
  over: [17],
  ports: [PORT, PORT_NG],
  firstBytes: [1, 2],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (wireLength < HEADER_BYTES || (wireLength - HEADER_BYTES) % ENTRY_BYTES !== 0 || end - off < HEADER_BYTES + 2)
      return Verdict.No;
    if (sendPort === PORT_NG || recvPort === PORT_NG)
      return buf[off + 1] === 1 && u16(buf, off + 2) === 0 ? Verdict.Yes : Verdict.No;
    const family = u16(buf, off + HEADER_BYTES);
    const known = family === INTERNET || family === ANY_FAMILY || family === AUTHENTICATION;
    return buf[off + 1] >= 1 && buf[off + 1] <= 2 && known ? Verdict.Yes : Verdict.No;
  },
};
