/**
 * tinc meta protocol: the ID request "0 NAME 17" and its minor version (tinc manual, "The meta-protocol"). Packets of the network go over
 * UDP, in cipher text, with the port of the daemon that was connected to: they are told by the meta connection.
 */
import { TCP, UDP } from '#registry/ip-protocols.ts';
import { Hint } from '../announcements.ts';
import { indexOfByte, isText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const tinc: Dissector = {
  app: 'tinc',
  over: [TCP, UDP],
  ports: [655],
  firstBytes: [0x30],
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    if (proto !== TCP) return Verdict.No;
    const size = end - off;
    const stop = indexOfByte(buf, off, Math.min(end, off + 80), 0x0a);
    if (stop < 0)
      return size < 80 &&
        size > 1 &&
        buf[off + 1] === 0x20 &&
        isText(buf, off, end) &&
        (recvPort === 655 || sendPort === 655)
        ? Verdict.More
        : Verdict.No;
    const name = off + 2;
    const blank = indexOfByte(buf, name, stop, 0x20);
    return buf[off + 1] === 0x20 &&
      blank > name &&
      isText(buf, off, stop) &&
      startsWith(buf, blank + 1, stop, '17') &&
      (blank + 3 === stop || buf[blank + 3] === 0x2e)
      ? Verdict.Yes
      : Verdict.No;
  },
  announces({ fromSrc, sendPort, recvPort }, announced) {
    announced.expect(UDP, fromSrc ? recvPort : sendPort, Hint.Tinc);
  },
};
