/**
 * fastd handshakes (fastd documentation, "Protocol"): type 1, reserved 0, u16 length of the records, then little-endian records of u16 type and
 * length; the first is the handshake's kind, 1 to 3. Since version 22 behind an L2TP control header of 12 bytes.
 */
import { u16, u16le, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const L2TP_CONTROL = 0xc803000c;
const L2TP_BYTES = 12;
const RECORDS = 4;

export const fastd: Dissector = {
  app: 'fastd',
  over: [17],
  ports: [],
  firstBytes: [0x01, 0xc8],
  probe({ buf, off, end, wireLength }) {
    let at = off;
    if (buf[off] === 0xc8) {
      if (end - off < L2TP_BYTES || u32(buf, off) !== L2TP_CONTROL || u32(buf, off + 4) !== 0) return Verdict.No;
      at += L2TP_BYTES;
    }
    if (end - at < 24 || u16(buf, at) !== 0x0100 || u16(buf, at + 2) + RECORDS + at - off !== wireLength)
      return Verdict.No;
    const kind = buf[at + 8];
    if (u16le(buf, at + 4) !== 0 || u16le(buf, at + 6) !== 1 || kind < 1 || kind > 3) return Verdict.No;
    let record = at + RECORDS;
    for (; record + 4 <= end; record += 4 + u16le(buf, record + 2)) if (u16le(buf, record) > 0x20) return Verdict.No;
    return record === end || end - off < wireLength ? Verdict.Yes : Verdict.No;
  },
};
