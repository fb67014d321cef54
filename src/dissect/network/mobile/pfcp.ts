/** Packet Forwarding Control Protocol, 3GPP TS 29.244 §7.2.2, port 8805: version 1, type, length that is the datagram's. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const pfcp: Dissector = {
  app: 'pfcp',
  over: [17],
  ports: [8805],
  onOwnPortsOnly: true,
  firstBytes: [0x20, 0x21, 0x22, 0x23],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 8 || buf[off] >> 5 !== 1 || (sendPort !== 8805 && recvPort !== 8805)) return Verdict.No;
    return u16(buf, off + 2) + 4 === wireLength || (buf[off] & 4) !== 0 ? Verdict.Yes : Verdict.No;
  },
};
