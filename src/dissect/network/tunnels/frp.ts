/** frp (its message format): o for a login, u64 length, JSON that begins with the version. */
import { startsWith, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const frp: Dissector = {
  app: 'frp',
  over: [6],
  ports: [7000],
  noGuess: true,
  firstBytes: [0x6f],
  probe: ({ buf, off, end }) =>
    end - off >= 24 && u32(buf, off + 1) === 0 && startsWith(buf, off + 9, end, '{"version":"')
      ? Verdict.Yes
      : Verdict.No,
};
