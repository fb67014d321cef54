/**
 * Cisco GLBP: version 1, group, owner's address, then TLVs (hello 1 of 28 bytes, request 2, authentication 3) that fill the
 * datagram (Wireshark wiki).
 */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const glbp: Dissector = {
  app: 'glbp',
  over: [17],
  ports: [3222],
  onOwnPortsOnly: true,
  firstBytes: [1],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 14 || size !== wireLength) return Verdict.No;
    let at = off + 12;
    while (at + 2 <= end) {
      if (buf[at] === 0 || buf[at] > 4 || buf[at + 1] < 2) return Verdict.No;
      at += buf[at + 1];
    }
    return at === end ? Verdict.Yes : Verdict.No;
  },
};
