/**
 * Frames that access points send to OmniPeek, AiroPeek and Wireshark (as Wireshark documents it): 00ffabcd, version, header
 * size.
 */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const MAGIC = 0x00ffabcd;

export const peekremote: Dissector = {
  app: 'peekremote',
  over: [17],
  ports: [5000],
  noGuess: true,
  firstBytes: [0],
  probe: ({ buf, off, end }) =>
    end - off >= 20 && u32(buf, off) === MAGIC && buf[off + 4] >= 1 && buf[off + 4] <= 5 ? Verdict.Yes : Verdict.No,
};
