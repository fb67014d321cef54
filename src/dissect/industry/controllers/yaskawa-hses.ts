/** High speed Ethernet server of Yaskawa's robots (FS100 manual): "YERC", header size 32, data size, reserve 3, part 1 or 2. */
import { startsWith, u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const HEADER_BYTES = 32;

export const yaskawaHses: Dissector = {
  app: 'yaskawa-hses',
  over: [17],
  ports: [10040, 10041],
  firstBytes: [0x59],
  probe({ buf, off, end, wireLength }) {
    return end - off >= HEADER_BYTES &&
      startsWith(buf, off, end, 'YERC') &&
      u16le(buf, off + 4) === HEADER_BYTES &&
      u16le(buf, off + 6) + HEADER_BYTES === wireLength
      ? Verdict.Yes
      : Verdict.No;
  },
};
