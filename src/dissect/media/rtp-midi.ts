/** AppleMIDI session protocol: FF FF, IN, OK, NO or BY, version 2; CK of synchronization. */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const rtpMidi: Dissector = {
  app: 'rtp-midi',
  over: [17],
  ports: [5004, 5005],
  noGuess: true,
  firstBytes: [0xff],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 12 || buf[off + 1] !== 0xff) return Verdict.No;
    const command = u16(buf, off + 2);
    if (command === 0x434b) return wireLength === 36 && buf[off + 8] <= 2 ? Verdict.Yes : Verdict.No;
    return (command === 0x494e || command === 0x4f4b || command === 0x4e4f || command === 0x4259) &&
      u32(buf, off + 4) === 2
      ? Verdict.Yes
      : Verdict.No;
  },
};
