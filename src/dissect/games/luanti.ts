/** Luanti, once Minetest (its network protocol): 4f457403, u16 peer, channel 0 to 2, kind 0 to 3. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const luanti: Dissector = {
  app: 'luanti',
  over: [17],
  ports: [30000],
  noGuess: true,
  firstBytes: [0x4f],
  probe: ({ buf, off, end }) =>
    end - off >= 8 && u32(buf, off) === 0x4f457403 && buf[off + 6] <= 2 && buf[off + 7] <= 3 ? Verdict.Yes : Verdict.No,
};
