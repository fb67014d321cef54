/** Yggdrasil handshake: meta, and u16 length of the rest. */
import { startsWith, u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const yggdrasil: Dissector = {
  app: 'yggdrasil',
  over: [6],
  ports: [],
  firstBytes: [0x6d],
  probe: ({ buf, off, end, wireLength }) =>
    end - off >= 16 && startsWith(buf, off, end, 'meta') && u16(buf, off + 4) + 6 === wireLength
      ? Verdict.Yes
      : Verdict.No,
};
