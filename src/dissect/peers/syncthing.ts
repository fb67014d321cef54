/** Syncthing local discovery v4 (mark 2EA7D90B) and the hello of its Block Exchange Protocol (same mark). */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const syncthing: Dissector = {
  app: 'syncthing',
  over: [6, 17],
  ports: [21027, 22000],
  firstBytes: [0x2e],
  probe({ buf, off, end }) {
    return end - off >= 6 && u32(buf, off) === 0x2ea7d90b ? Verdict.Yes : Verdict.No;
  },
};
