/** DHCP failover, draft-ietf-dhc-failover-12 §6.1: u16 length, type 1 to 18, offset of the payload (12), time, transaction. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const dhcpFailover: Dissector = {
  app: 'dhcp-failover',
  over: [6],
  ports: [647, 847],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 12) return Verdict.More;
    return u16(buf, off) <= wireLength &&
      u16(buf, off) >= 12 &&
      buf[off + 2] >= 1 &&
      buf[off + 2] <= 18 &&
      (buf[off + 3] === 12 || buf[off + 3] === 8)
      ? Verdict.Yes
      : Verdict.No;
  },
};
