/** Search for Moxa's NPort device servers on port 4800: 01 or 81, 00, u16 length of the whole, four zeros. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const moxaNport: Dissector = {
  app: 'moxa-nport',
  over: [17],
  ports: [4800],
  onOwnPortsOnly: true,
  firstBytes: [0x01, 0x81],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 8 || buf[off + 1] !== 0 || u16(buf, off + 2) !== wireLength || u32(buf, off + 4) !== 0)
      return Verdict.No;
    return buf[off] === 0x81 || wireLength === 8 ? Verdict.Yes : Verdict.No;
  },
};
