/** Spotify: local discovery "SpotUdp" on port 57621, and the access point handshake (length and the ClientHello) on port 4070. */
import { startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const spotify: Dissector = {
  app: 'spotify',
  over: [6, 17],
  ports: [57621, 4070],
  firstBytes: [0x53, 0],
  probe({ buf, off, end, proto }) {
    if (proto === 17) return startsWith(buf, off, end, 'SpotUdp') ? Verdict.Yes : Verdict.No;
    if (end - off < 10) return buf[off] === 0 ? Verdict.More : Verdict.No;
    // version 4, the length of all, then protobuf field 10 (build info), its length, and the product in it
    if (buf[off] !== 0 || buf[off + 1] !== 4 || buf[off + 2] !== 0 || buf[off + 3] !== 0) return Verdict.No;
    return u16(buf, off + 4) >= 64 && buf[off + 6] === 0x52 && buf[off + 8] === 0x50 ? Verdict.Yes : Verdict.No;
  },
};
