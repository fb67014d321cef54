/** Quake III and its kin: FFFFFFFF and a command word, "Quake 3 network protocol". */
import { startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const quake: Dissector = {
  app: 'quake',
  over: [17],
  ports: [27960],
  firstBytes: [0xff],
  probe({ buf, off, end }) {
    if (end - off < 10 || u32(buf, off) !== 0xffffffff) return Verdict.No;
    const text = off + 4;
    const is =
      startsWith(buf, text, end, 'getinfo') ||
      startsWith(buf, text, end, 'getstatus') ||
      startsWith(buf, text, end, 'getservers') ||
      startsWith(buf, text, end, 'statusResponse') ||
      startsWith(buf, text, end, 'infoResponse') ||
      startsWith(buf, text, end, 'connectResponse') ||
      startsWith(buf, text, end, 'challengeResponse');
    return is ? Verdict.Yes : Verdict.No;
  },
};
