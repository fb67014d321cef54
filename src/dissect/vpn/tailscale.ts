/** Tailscale path discovery: "TS" and a speech balloon, tailscale disco.go. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const tailscale: Dissector = {
  app: 'tailscale',
  over: [17],
  ports: [41641],
  firstBytes: [0x54],
  probe({ buf, off, end }) {
    return startsWith(buf, off, end, 'TS\xf0\x9f\x92\xac') && end - off > 60 ? Verdict.Yes : Verdict.No;
  },
};
