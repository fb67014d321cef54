/**
 * ENet connect (enet/protocol.h): peer FFF, sent time, command 82 on channel FF, sequence 1, peer, sessions, MTU 576 to 4096,
 * window, channels, throttle of 5000, 2 and 2. Its answer: command 83, 48 bytes.
 */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const VERIFY_CONNECT = 0x83ff0001; // on channel FF, sequence 1
const VERIFY_BYTES = 48;

export const enet: Dissector = {
  app: 'enet',
  over: [17],
  ports: [],
  firstBytes: [0x8f, 0x0f, 0xbf, 0x9f, 0xaf, 0x80, 0x90, 0xa0, 0xb0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 44) return Verdict.No;
    if ((buf[off] & 0x8f) === 0x80)
      return size === VERIFY_BYTES &&
        u32(buf, off + 4) === VERIFY_CONNECT &&
        u32(buf, off + 12) >= 576 &&
        u32(buf, off + 12) <= 4096 &&
        u32(buf, off + 20) >= 1 &&
        u32(buf, off + 20) <= 255 &&
        u32(buf, off + 36) <= 0xff &&
        u32(buf, off + 32) <= 0xffff
        ? Verdict.Yes
        : Verdict.No;
    if (buf[off + 1] !== 0xff) return Verdict.No;
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
