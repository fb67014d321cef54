/** IBM MQ transmission segment header: "TSH", "TSHM" or "TSHC" in ASCII or EBCDIC, then u32 length. */
import { startsWith, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ibmMq: Dissector = {
  app: 'ibm-mq',
  over: [6],
  ports: [1414],
  firstBytes: [0x54, 0xe3],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 8) return size < 4 ? Verdict.More : Verdict.No;
    const ascii =
      startsWith(buf, off, end, 'TSH') && (buf[off + 3] === 0x20 || buf[off + 3] === 0x4d || buf[off + 3] === 0x43);
    const ebcdic =
      startsWith(buf, off, end, '\xe3\xe2\xc8') &&
      (buf[off + 3] === 0x40 || buf[off + 3] === 0xd4 || buf[off + 3] === 0xc3);
    return (ascii || ebcdic) && u32(buf, off + 4) >= 28 && u32(buf, off + 4) < 0x200000 ? Verdict.Yes : Verdict.No;
  },
};
