/** Discord voice: keep-alive 13 37 CA FE and IP discovery (0001 or 0002, length 70, SSRC, 64 bytes of address), Discord documentation "Voice". */
import { u24le, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const discord: Dissector = {
  app: 'discord',
  over: [17],
  ports: [],
  firstBytes: [0x13],
  probe({ buf, off, end, wireLength }) {
    return wireLength === 8 && end - off === 8 && u32(buf, off) === 0x1337cafe && u24le(buf, off + 5) < 0x1000
      ? Verdict.Yes
      : Verdict.No;
  },
};
