/** DICOM upper layer, PS3.8 §9.3: association request or accept, length, protocol version 1, titles in text. */
import { isText, u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const dicom: Dissector = {
  app: 'dicom',
  over: [6],
  ports: [104, 11112],
  firstBytes: [1, 2],
  probe({ buf, off, end, recvPort }) {
    if (buf[off] !== 1 && buf[off] !== 2) return Verdict.No;
    if (end - off < 42) return recvPort === 104 || recvPort === 11112 ? Verdict.More : Verdict.No;
    if (buf[off + 1] !== 0 || u16(buf, off + 6) !== 1 || u16(buf, off + 8) !== 0 || u32(buf, off + 2) > 0x10000)
      return Verdict.No;
    return isText(buf, off + 10, off + 42) ? Verdict.Yes : Verdict.No;
  },
};
