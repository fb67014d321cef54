/**
 * Nebula: version 1 and type 0 (handshake), subtype 0, reserved 0, remote index 0 and counter 1, then the protobuf of a Noise
 * message (nebula/header.go).
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const nebula: Dissector = {
  app: 'nebula',
  over: [17],
  ports: [4242],
  firstBytes: [0x10],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 48 &&
      u32(buf, off) === 0x10000000 &&
      u32(buf, off + 8) === 0 &&
      u32(buf, off + 12) <= 2 &&
      u32(buf, off + 12) > 0 &&
      buf[off + 16] === 0x0a
      ? Verdict.Yes
      : Verdict.No;
  },
};
