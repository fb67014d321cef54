/**
 * ENet connect (enet/protocol.h): peer FFF, sent time, command 82 on channel FF, sequence 1, peer, sessions, MTU 576 to 4096,
 * window, channels, throttle of 5000, 2 and 2.
 */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const enet: Dissector = {
  app: 'enet',
  over: [17],
  ports: [],
  firstBytes: [0x8f, 0x0f, 0xbf, 0x9f, 0xaf],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 44 || buf[off + 1] !== 0xff) return Verdict.No;
    const at = off + ((buf[off] & 0x80) !== 0 ? 4 : 2);
    return buf[at] === 0x82 &&
      buf[at + 1] === 0xff &&
      u16(buf, at + 2) === 1 &&
      u32(buf, at + 8) >= 576 &&
      u32(buf, at + 8) <= 4096 &&
      u32(buf, at + 16) >= 1 &&
      u32(buf, at + 16) <= 255
      ? Verdict.Yes
      : Verdict.No;
  },
};
