/** Minecraft Java handshake, wiki.vg "Protocol": length, packet 0, protocol, address, port, next state 1 or 2. */
import { fact } from '#fields/table.ts';
import { isText } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const HOST = fact('host');

export const minecraft: Dissector = {
  app: 'minecraft',
  over: [6],
  ports: [25565],
  probe({ buf, off, end, recvPort }) {
    const length = buf[off];
    if (length < 8 || length > 0x7f) return Verdict.No;
    if (end - off < 4) return recvPort === 25565 ? Verdict.More : Verdict.No;
    if (buf[off + 1] !== 0) return Verdict.No;
    let at = off + 2;
    while (at < off + 7 && at < end && buf[at] >= 0x80) at++;
    const name = at + 1;
    const port = name + 1 + buf[name];
    if (port + 2 >= end || port + 2 !== off + length) return Verdict.No;
    return isText(buf, name + 1, port) && (buf[port + 2] === 1 || buf[port + 2] === 2) ? Verdict.Yes : Verdict.No;
  },
  parse({ buf, off, end }, facts) {
    let at = off + 2;
    while (at < off + 7 && at < end && buf[at] >= 0x80) at++;
    const stop = at + 2 + buf[at + 1];
    if (stop <= end) facts.text(HOST, buf, at + 2, stop);
    return Progress.Done;
  },
};
