/**
 * RTCP, RFC 3550 §6: packets whose lengths fill the datagram exactly. SRTCP (RFC 3711 §3.4) ends in a word of E bit and index,
 * and a tag of 10 bytes.
 */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const SENDER_REPORT = 200;
const BYE = 203;
const EXTENDED_REPORT = 207;
const TAG_BYTES = 10;

export const rtcp: Dissector = {
  app: 'rtcp',
  over: [17],
  ports: [],
  firstBytes: [0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x8f, 0x90, 0x91],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 8 || end - off !== wireLength) return Verdict.No;
    let at = off;
    let packets = 0;
    while (end - at >= 4) {
      const type = buf[at + 1];
      if (buf[at] >> 6 !== 2 || type < SENDER_REPORT || type > EXTENDED_REPORT) break;
      const length = 4 * (u16(buf, at + 2) + 1);
      if (length < 8 && type !== BYE) return Verdict.No;
      if (packets === 0 && type === SENDER_REPORT && length < 28) return Verdict.No;
      if (at + length > end) break;
      packets++;
      at += length;
    }
    if (packets === 0) return Verdict.No;
    if (at === end) return Verdict.Yes;
    const index = end - TAG_BYTES - 4;
    return index >= at && ((index - off) & 3) === 0 && (u32(buf, index) & 0xffff0000) >>> 0 === 0x80000000
      ? Verdict.Yes
      : Verdict.No;
  },
};
