/** Epic Games: Unreal Engine 4 and 5 stateless connect handshake (Fortnite); its cookie field is zero in the first packets. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const epicgames: Dissector = {
  app: 'epicgames',
  over: [17],
  ports: [],
  probe({ buf, off, end }) {
    if (
      end - off < 40 ||
      (buf[off] & 0x0f) !== 7 ||
      buf[off + 1] !== 0x1a ||
      buf[off + 2] !== 0x20 ||
      buf[off + 3] !== 0
    )
      return Verdict.No;
    for (let at = off + 12; at < off + 36; at += 4) if (u32(buf, at) !== 0) return Verdict.No;
    return Verdict.Yes;
  },
};
