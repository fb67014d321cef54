/** Diagnostics over IP, ISO 13400-2 §7.3: version and its inverse, payload type, u32 length of the rest. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const PORT = 13400;
const ANY_VERSION = 0xff; // of vehicle identification, which is datagrams; ZMTP's greeting begins so, too

export const doip: Dissector = {
  app: 'doip',
  over: [6, 17],
  ports: [PORT, 3496],
  firstBytes: [1, 2, 3, 4, 0xff],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    const size = end - off;
    if (size < 8) return proto === 6 ? Verdict.More : Verdict.No;
    const type = u16(buf, off + 2);
    if (
      (buf[off] ^ buf[off + 1]) !== 0xff ||
      !(type <= 8 || (type >= 0x4001 && type <= 0x4004) || (type >= 0x8001 && type <= 0x8003))
    )
      return Verdict.No;
    const length = u32(buf, off + 4);
    return proto === 17
      ? length + 8 === wireLength
        ? Verdict.Yes
        : Verdict.No
      : buf[off] !== ANY_VERSION &&
          length > 0 &&
          (length + 8 === wireLength || (length < 0x100000 && (sendPort === PORT || recvPort === PORT)))
        ? Verdict.Yes
        : Verdict.No;
  },
};
