/** GigE Vision control: key 42 and flags, command, length of the rest, request; acknowledgements begin with a status of 0. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const gvcp: Dissector = {
  app: 'gvcp',
  over: [17],
  ports: [3956],
  onOwnPortsOnly: true,
  firstBytes: [0x42, 0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 8) return Verdict.No;
    const command = u16(buf, off + 2);
    return u16(buf, off + 4) + 8 === wireLength &&
      command < 0x110 &&
      (buf[off] === 0x42 ? (command & 1) === 0 : u16(buf, off) === 0 && (command & 1) === 1)
      ? Verdict.Yes
      : Verdict.No;
  },
};
