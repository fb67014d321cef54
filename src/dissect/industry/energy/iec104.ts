/** IEC 60870-5-104 §5: start 68, length, four control octets; S and U formats have fixed bits. On other ports a U format by itself tells. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

/** One of STARTDT, STOPDT, TESTFR, act or con; the rest is zero. */
function isUnnumbered(buf: Uint8Array, at: number): boolean {
  const kind = buf[at] >> 2;
  return (buf[at] & 3) === 3 && kind !== 0 && (kind & (kind - 1)) === 0 && buf[at + 1] === 0 && u16(buf, at + 2) === 0;
}

export const iec104: Dissector = {
  app: 'iec60870-5-104',
  over: [6],
  ports: [2404],
  firstBytes: [0x68],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (buf[off] !== 0x68) return Verdict.No;
    if (end - off < 6) return sendPort === 2404 || recvPort === 2404 ? Verdict.More : Verdict.No;
    const length = buf[off + 1];
    const own = sendPort === 2404 || recvPort === 2404;
    if (!own)
      return length === 4 && end - off === 6 && wireLength === 6 && isUnnumbered(buf, off + 2)
        ? Verdict.Yes
        : Verdict.No;
    if (length < 4 || length > 253) return Verdict.No;
    const format = buf[off + 2] & 3;
    if (format === 3) return length === 4 && buf[off + 3] === 0 && u16(buf, off + 4) === 0 ? Verdict.Yes : Verdict.No;
    if (format === 1) return length === 4 && buf[off + 3] === 0 && (buf[off + 4] & 1) === 0 ? Verdict.Yes : Verdict.No;
    const next = off + 2 + length;
    return length >= 10 && (buf[off + 4] & 1) === 0 && (next >= end || buf[next] === 0x68) ? Verdict.Yes : Verdict.No;
  },
};
