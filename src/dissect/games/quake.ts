/** Quake III and its kin: FFFFFFFF and a command word, "Quake 3 network protocol". */
import { startsWith, u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const quake: Dissector = {
  app: 'quake',
  over: [17],
  ports: [27960],
  firstBytes: [0xff, 0x80],
  probe({ buf, off, end, wireLength }) {
    if (buf[off] === 0x80)
      // NetQuake's control packets: flags 8000, length; connect and server info name the game and protocol 3
      return buf[off + 1] === 0 &&
        u16(buf, off + 2) === wireLength &&
        (buf[off + 4] === 1 || buf[off + 4] === 2) &&
        startsWith(buf, off + 5, end, 'QUAKE\0')
        ? Verdict.Yes
        : Verdict.No;
    if (end - off < 10 || u32(buf, off) !== 0xffffffff) return Verdict.No;
    const text = off + 4;
    const is =
      startsWith(buf, text, end, 'getinfo') ||
      startsWith(buf, text, end, 'getstatus') ||
      startsWith(buf, text, end, 'getservers') ||
      startsWith(buf, text, end, 'statusResponse') ||
      startsWith(buf, text, end, 'infoResponse') ||
      startsWith(buf, text, end, 'getchallenge\n') ||
      startsWith(buf, text, end, 'rcon ') ||
      startsWith(buf, text, end, 'connectResponse') ||
      startsWith(buf, text, end, 'challengeResponse');
    return is ? Verdict.Yes : Verdict.No;
  },
};
