/**
 * NetFlow 1, 5, 7, 9 (RFC 3954 §5.1) and IPFIX (RFC 7011 §3.1), told by version, record count that fills the datagram, and a
 * plausible export time.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

/** Seconds since 1970 between 1997 and 2060. */
function isTime(seconds: number): boolean {
  return seconds > 850_000_000 && seconds < 2_850_000_000;
}

export const netflow: Dissector = {
  app: 'netflow',
  over: [17],
  ports: [2055, 9995, 9996, 4739],
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 20 || buf[off] !== 0) return Verdict.No;
    const version = buf[off + 1];
    const count = u16(buf, off + 2);
    if (version === 10)
      return count === wireLength && isTime(u32(buf, off + 4)) && u16(buf, off + 16) >= 2 && u16(buf, off + 18) >= 4
        ? Verdict.Yes
        : Verdict.No;
    if (count === 0 || count > 200 || end - off < 24 || !isTime(u32(buf, off + 8))) return Verdict.No;
    if (version === 5) return wireLength === 24 + 48 * count ? Verdict.Yes : Verdict.No;
    if (version === 7) return wireLength === 24 + 52 * count ? Verdict.Yes : Verdict.No;
    if (version === 1) return wireLength === 16 + 52 * count ? Verdict.Yes : Verdict.No;
    return version === 9 &&
      (u16(buf, off + 20) <= 1 || u16(buf, off + 20) > 255) &&
      u16(buf, off + 22) <= wireLength - 20
      ? Verdict.Yes
      : Verdict.No;
  },
};
