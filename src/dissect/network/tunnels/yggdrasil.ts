/** Yggdrasil handshake: meta, and u16 length of the rest (0.5); before it meta, version 0.4 and a key of 32 bytes. */
import { startsWith, u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const VERSION_0_4_BYTES = 38;

export const yggdrasil: Dissector = {
  app: 'yggdrasil',
  over: [6],
  ports: [],
  firstBytes: [0x6d],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 16 || !startsWith(buf, off, end, 'meta')) return Verdict.No;
    const word = u16(buf, off + 4);
    return word + 6 === wireLength || (word === 4 && wireLength === VERSION_0_4_BYTES) ? Verdict.Yes : Verdict.No;
  },
};
