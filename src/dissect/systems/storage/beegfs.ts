/** BeeGFS: little-endian length of the message, flags, and a mark that ends with BGFS at byte 8. */
import { startsWith, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const beegfs: Dissector = {
  app: 'beegfs',
  over: [6, 17],
  ports: [8003, 8004, 8005, 8008],
  onOwnPortsOnly: true,
  noGuess: true,
  probe: ({ buf, off, end }) =>
    end - off >= 24 && startsWith(buf, off + 12, end, 'SFGB') && u32le(buf, off) >= 24 && u32le(buf, off) < 0x1000000
      ? Verdict.Yes
      : Verdict.No,
};
