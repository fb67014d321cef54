/**
 * Xbox SmartGlass: discovery DD 00 and DD 01, connect CC 00 and CC 01, lengths of the payloads, version 0 or 2 (OpenXbox
 * protocol documentation).
 */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const xboxSmartglass: Dissector = {
  app: 'xbox',
  over: [17],
  ports: [5050],
  onOwnPortsOnly: true,
  firstBytes: [0xdd, 0xcc, 0xd0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 6 || buf[off + 1] > 2) return Verdict.No;
    const room = u16(buf, off + 2);
    return buf[off] === 0xdd
      ? wireLength === 6 + room
        ? Verdict.Yes
        : Verdict.No
      : buf[off] === 0xcc && u16(buf, off + 6) === 2 && room + 8 + u16(buf, off + 4) <= wireLength + 16 && room > 0
        ? Verdict.Yes
        : Verdict.No;
  },
};
