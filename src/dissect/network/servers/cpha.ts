/** Check Point cluster control protocol (CPHA): magic 1A90, version, cluster number, opcode (Wireshark's field list). */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const cpha: Dissector = {
  app: 'cpha',
  over: [17],
  ports: [8116],
  onOwnPortsOnly: true,
  firstBytes: [0x1a],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 12 && buf[off + 1] === 0x90 && u16(buf, off + 2) < 0x2000 && u16(buf, off + 6) <= 0x20
      ? Verdict.Yes
      : Verdict.No;
  },
};
