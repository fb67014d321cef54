/** HL7 version 2 in MLLP: 0B, then the message header segment "MSH|^~\\&". */
import { startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const hl7: Dissector = {
  app: 'hl7',
  over: [6],
  ports: [2575],
  firstBytes: [0x0b],
  probe({ buf, off, end }) {
    if (buf[off] !== 0x0b) return Verdict.No;
    if (end - off < 8) return Verdict.More;
    return startsWith(buf, off + 1, end, 'MSH|') ? Verdict.Yes : Verdict.No;
  },
};
