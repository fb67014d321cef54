/** UFTP encrypted multicast file transfer, version 4 and 5 (UFTP protocol specification §4): version, function, sequence. */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const LAST_FUNCTION = 20; // CONG_CTRL

export const uftp: Dissector = {
  app: 'uftp',
  over: [17],
  ports: [1044],
  onOwnPortsOnly: true,
  firstBytes: [0x30, 0x40, 0x50],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 16 || (sendPort !== 1044 && recvPort !== 1044)) return Verdict.No;
    return (buf[off] === 0x30 || buf[off] === 0x40 || buf[off] === 0x50) &&
      buf[off + 1] >= 1 &&
      buf[off + 1] <= LAST_FUNCTION
      ? Verdict.Yes
      : Verdict.No;
  },
};
