/** Cisco VPN client's IPsec over UDP: keep-alives and NAT probes that begin FE 57 7E 2B (observed). */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const ciscoVpn: Dissector = {
  app: 'cisco-vpn',
  over: [17],
  ports: [10000],
  firstBytes: [0xfe],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 8 && u32(buf, off) === 0xfe577e2b ? Verdict.Yes : Verdict.No;
  },
};
