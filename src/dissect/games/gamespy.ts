/**
 * GameSpy queries: versions 2 and 3 FE FD, kind 09 or 00 and session, which Minecraft answers too; version 2 ends with three bytes, each FF
 * (wanted) or 00; version 1 "\info\" and its kin.
 */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

/** Three flags of a version 2 question: server, players, teams. */
function isWanted(buf: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 3; i++) if (buf[i] !== 0 && buf[i] !== 0xff) return false;
  return buf[at] !== 0 || buf[at + 1] !== 0 || buf[at + 2] !== 0;
}

export const gamespy: Dissector = {
  app: 'gamespy',
  over: [17],
  ports: [27900, 29900, 6500],
  noGuess: true,
  firstBytes: [0xfe, 0x5c],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (buf[off] === 0x5c)
      return startsWith(buf, off, end, '\\status\\') ||
        startsWith(buf, off, end, '\\info\\') ||
        startsWith(buf, off, end, '\\basic\\') ||
        startsWith(buf, off, end, '\\heartbeat\\') ||
        startsWith(buf, off, end, '\\players\\')
        ? Verdict.Yes
        : Verdict.No;
    if (size < 7 || buf[off + 1] !== 0xfd) return Verdict.No;
    if (buf[off + 2] === 0 && wireLength === 10 && size === 10)
      return isWanted(buf, off + 7) ? Verdict.Yes : Verdict.No;
    return (buf[off + 2] === 9 && (wireLength === 7 || wireLength === 11)) ||
      (buf[off + 2] === 0 && (wireLength === 11 || wireLength === 15))
      ? Verdict.Yes
      : Verdict.No;
  },
};
