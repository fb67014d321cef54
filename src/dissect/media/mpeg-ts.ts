/**
 * MPEG transport stream, ISO 13818-1 §2.4.3.2: packets of 188 bytes that each begin 47; over UDP at least two, or one of the
 * program association table, over TCP at least three.
 */
import { TCP } from '#registry/ip-protocols.ts';
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const PACKET = 188;

export const mpegTs: Dissector = {
  app: 'mpeg-ts',
  over: [17, 6],
  ports: [1234],
  noGuess: true,
  firstBytes: [0x47],
  probe(payload) {
    const { buf, off, end, wireLength, proto } = payload;
    const size = end - off;
    if (proto === TCP) {
      if (size <= 2 * PACKET) return size >= PACKET && (buf[off + 3] & 0x30) !== 0 ? Verdict.More : Verdict.No;
      return buf[off + PACKET] === 0x47 && buf[off + 2 * PACKET] === 0x47 && (buf[off + 3] & 0x30) !== 0
        ? Verdict.Yes
        : Verdict.No;
    }
    const packets = wireLength / 188;
    if (packets !== Math.floor(packets) || packets === 0 || packets > 64 || size < 4) return Verdict.No;
    if ((buf[off + 3] & 0x30) === 0) return Verdict.No;
    if (packets === 1)
      return (u16(buf, off + 1) & 0x9fff) === 0 &&
        size >= 8 &&
        buf[off + 4] === 0 &&
        buf[off + 5] === 0 &&
        (buf[off + 6] & 0xf0) === 0xb0
        ? Verdict.Yes
        : Verdict.No;
    let seen = 0;
    for (let at = off; at < end; at += 188, seen++) if (buf[at] !== 0x47) return Verdict.No;
    if (seen >= 2) return Verdict.Yes;
    if (end - off === wireLength || (payload.stateB !== 0 && payload.stateB !== wireLength)) return Verdict.No;
    payload.stateB = wireLength; // cut to its first packet: three datagrams of one size
    return ++payload.stateA >= 3 ? Verdict.Yes : Verdict.More;
  },
};
