/** Soulseek server login: little-endian length, code 1, counted user name, counted password, version, port 2242. */
import { isText, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const soulseek: Dissector = {
  app: 'soulseek',
  over: [6],
  ports: [2242, 2416],
  onOwnPortsOnly: true,
  probe({ buf, off, end, recvPort }) {
    if (recvPort !== 2242 && recvPort !== 2416) return Verdict.No;
    if (end - off < 16) return Verdict.More;
    const name = u32le(buf, off + 8);
    return u32le(buf, off + 4) === 1 && name > 0 && name < 64 && isText(buf, off + 12, Math.min(end, off + 12 + name))
      ? Verdict.Yes
      : Verdict.No;
  },
};
