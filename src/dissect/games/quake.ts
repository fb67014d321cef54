/**
 * Quake III and its kin: FFFFFFFF and a command word, "Quake 3 network protocol". Quake, QuakeWorld and Quake II (QStat's documentation): the
 * question "status" alone, answers "print\n\" and "n\"; Doom 3's have two bytes FF.
 */
import { isText, startsWith, u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const LONGEST_STATUS = 14; // FFFFFFFF status, a number of the part wanted, an end

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
    if (end - off < 10) return Verdict.No;
    if (u32(buf, off) !== 0xffffffff)
      return startsWith(buf, off, end, '\xff\xffgetInfo\0') || startsWith(buf, off, end, '\xff\xffinfoResponse\0')
        ? Verdict.Yes
        : Verdict.No;
    const text = off + 4;
    if (startsWith(buf, text, end, 'status') && wireLength <= LONGEST_STATUS)
      return text + 6 === end || buf[text + 6] === 0 || buf[text + 6] === 0x0a || buf[text + 6] === 0x20
        ? Verdict.Yes
        : Verdict.No;
    const is =
      startsWith(buf, text, end, 'getinfo') ||
      startsWith(buf, text, end, 'getstatus') ||
      startsWith(buf, text, end, 'getservers') ||
      startsWith(buf, text, end, 'statusResponse') ||
      startsWith(buf, text, end, 'infoResponse') ||
      startsWith(buf, text, end, 'getchallenge\n') ||
      startsWith(buf, text, end, 'rcon ') ||
      startsWith(buf, text, end, 'print\n\\') ||
      (startsWith(buf, text, end, 'n\\') && isText(buf, text, Math.min(end, text + 12))) ||
      startsWith(buf, text, end, 'connectResponse') ||
      startsWith(buf, text, end, 'challengeResponse');
    return is ? Verdict.Yes : Verdict.No;
  },
};
