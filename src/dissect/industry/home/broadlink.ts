/** Broadlink: commands open with 5A A5 AA 55 twice (mjg59, "python-broadlink", protocol.md). */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const broadlink: Dissector = {
  app: 'broadlink',
  over: [17],
  ports: [80],
  noGuess: true,
  firstBytes: [0x5a],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 32 && u32(buf, off) === 0x5aa5aa55 && u32(buf, off + 4) === 0x5aa5aa55 ? Verdict.Yes : Verdict.No;
  },
};
