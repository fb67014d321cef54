/**
 * MAVLink 1 and 2: FE or FD, payload length that fits, sequence, system, component, message; CRC behind (mavlink.io, "Packet
 * serialization").
 */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const mavlink: Dissector = {
  app: 'mavlink',
  over: [17, 6],
  ports: [14550, 14551, 5760],
  onOwnPortsOnly: true,
  firstBytes: [0xfe, 0xfd],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 8) return Verdict.No;
    const length = buf[off + 1];
    const whole = buf[off] === 0xfe ? length + 8 : length + 12 + ((buf[off + 2] & 1) !== 0 ? 13 : 0);
    if (buf[off] === 0xfd && (buf[off + 2] > 1 || size < 12)) return Verdict.No;
    return whole === wireLength || (whole < size && (buf[off + whole] === 0xfe || buf[off + whole] === 0xfd))
      ? Verdict.Yes
      : Verdict.No;
  },
};
