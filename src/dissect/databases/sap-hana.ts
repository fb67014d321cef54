/** SAP HANA SQL command network protocol §2.2: FF FF FF FF 04, product 20.00, protocol 04.01, options. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const sapHana: Dissector = {
  app: 'sap-hana',
  over: [6],
  ports: [30015, 39015, 30013],
  noGuess: true,
  firstBytes: [0xff, 0x01],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 14) return Verdict.More;
    return u32(buf, off) === 0xffffffff && u32(buf, off + 4) === 0x04200004 && buf[off + 8] === 1
      ? Verdict.Yes
      : Verdict.No;
  },
};
