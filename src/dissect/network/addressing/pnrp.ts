/** Peer Name Resolution Protocol, MS-PNRP §2.2.1: header field 0010 of 12 bytes, identifier 51, version 4, message type. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const pnrp: Dissector = {
  app: 'pnrp',
  over: [17],
  ports: [3540],
  firstBytes: [0],
  probe: ({ buf, off, end }) =>
    end - off >= 12 &&
    u16(buf, off) === 0x10 &&
    u16(buf, off + 2) === 12 &&
    buf[off + 4] === 0x51 &&
    buf[off + 5] === 4 &&
    buf[off + 7] >= 1 &&
    buf[off + 7] <= 12
      ? Verdict.Yes
      : Verdict.No,
};
