/** Gearman job server, PROTOCOL document: 00 "REQ" or 00 "RES", type, length; on its port also the administrator's words, a line each. */
import { lineEnd, startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const PORT = 4730;
const WORDS = ['status', 'workers', 'version', 'getpid', 'show jobs', 'show unique jobs', 'verbose'];

/** One line that is the whole payload. */
function isWord(buf: Uint8Array, off: number, end: number): boolean {
  const to = lineEnd(buf, off, end);
  return to < end && end - to <= 2 && WORDS.some((word) => word.length === to - off && startsWith(buf, off, end, word));
}

export const gearman: Dissector = {
  app: 'gearman',
  over: [6],
  ports: [PORT],
  firstBytes: [0, ...new Set(WORDS.map((word) => word.charCodeAt(0)))],
  probe({ buf, off, end, recvPort }) {
    if (buf[off] !== 0) return recvPort === PORT && isWord(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (!startsWith(buf, off, end, '\0REQ') && !startsWith(buf, off, end, '\0RES'))
      return buf[off] === 0 && end - off < 4 && (end - off < 2 || buf[off + 1] === 0x52) ? Verdict.More : Verdict.No;
    if (end - off < 8) return Verdict.More;
    return u32(buf, off + 4) <= 42 ? Verdict.Yes : Verdict.No;
  },
};
