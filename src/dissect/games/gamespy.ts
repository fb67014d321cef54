/** GameSpy queries: version 3 FE FD, kind 09 or 00 and session, which Minecraft answers too; version 1 "\info\" and its kin. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

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
    return (buf[off + 2] === 9 && wireLength === 7) || (buf[off + 2] === 0 && (wireLength === 11 || wireLength === 15))
      ? Verdict.Yes
      : Verdict.No;
  },
};
