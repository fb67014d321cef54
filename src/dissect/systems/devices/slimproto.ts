/** Squeezebox SlimProto: HELO of 36 bytes and other messages with their u32 length; the server's strm behind its u16 length. */
import { startsWith, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const slimproto: Dissector = {
  app: 'slimproto',
  over: [6, 17],
  ports: [3483],
  onOwnPortsOnly: true,
  firstBytes: [0x48, 0x64, 0x65, 0],
  probe({ buf, off, end, wireLength, proto }) {
    const size = end - off;
    if (proto === 17)
      return (buf[off] === 0x64 && wireLength === 18) || startsWith(buf, off, end, 'eIPAD') ? Verdict.Yes : Verdict.No;
    if (size < 8) return Verdict.More;
    if (startsWith(buf, off, end, 'HELO'))
      return u32(buf, off + 4) >= 10 && u32(buf, off + 4) < 200 ? Verdict.Yes : Verdict.No;
    return startsWith(buf, off + 2, end, 'strm') ||
      startsWith(buf, off + 2, end, 'vers') ||
      startsWith(buf, off + 2, end, 'setd')
      ? Verdict.Yes
      : Verdict.No;
  },
};
