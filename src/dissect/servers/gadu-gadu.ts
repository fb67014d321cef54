/** Gadu-Gadu (libgadu, "Protokół Gadu-Gadu"): little-endian type and length; the server greets with type 1 and a seed of 4 bytes. */
import { u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const PORTS = [8074];
const WELCOME = 1;
/** GG_LOGIN70, GG_LOGIN80, GG_LOGIN105 and those before */
const LOGINS = [0x0c, 0x15, 0x19, 0x31, 0x83];

export const gaduGadu: Dissector = {
  app: 'gadu-gadu',
  over: [6],
  ports: PORTS,
  onOwnPortsOnly: true,
  firstBytes: [WELCOME, ...LOGINS],
  probe({ buf, off, end, sendPort, wireLength }) {
    if (end - off < 12) return Verdict.No;
    const type = u32le(buf, off);
    const length = u32le(buf, off + 4);
    if (PORTS.includes(sendPort))
      return type === WELCOME && length === 4 && wireLength === 12 ? Verdict.Yes : Verdict.No;
    return LOGINS.includes(type) && length >= 16 && length + 8 === wireLength ? Verdict.Yes : Verdict.No;
  },
};
