/**
 * Roblox: RakNet whose opening messages have numbers of their own (7B and 78 ask, 7E and 7D answer), then RakNet's mark of 16 bytes
 * (roblox-dissector's and other open implementations of the handshake).
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const HEADER_BYTES = 18; // kind, mark, version or the first byte of an address or GUID

export const roblox: Dissector = {
  app: 'roblox',
  over: [17],
  ports: [],
  firstBytes: [0x78, 0x7b, 0x7d, 0x7e],
  probe({ buf, off, end }) {
    if (end - off < HEADER_BYTES) return Verdict.No;
    return u32(buf, off + 1) === 0x00ffff00 &&
      u32(buf, off + 5) === 0xfefefefe &&
      u32(buf, off + 9) === 0xfdfdfdfd &&
      u32(buf, off + 13) === 0x12345678
      ? Verdict.Yes
      : Verdict.No;
  },
};
