/** Nintendo Switch peer-to-peer ("Pia"), mark 32 AB 98 64, as the kinnay NintendoClients wiki has it. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const nintendo: Dissector = {
  app: 'nintendo',
  over: [17],
  ports: [],
  firstBytes: [0x32],
  probe({ buf, off, end }) {
    return end - off >= 16 && u32(buf, off) === 0x32ab9864 && buf[off + 4] <= 0x8f ? Verdict.Yes : Verdict.No;
  },
};
