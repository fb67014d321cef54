/**
 * Nebula: version 1 and type, subtype, reserved zero, remote index, counter (nebula/header/header.go). The first handshake has index 0,
 * counter 1, two keys of Noise IX, then protobuf; other packets are told on the lighthouse's port by reserved bytes and a counter below 2^32.
 */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const HEADER_BYTES = 16;
const DETAILS = HEADER_BYTES + 64; // behind an ephemeral and a static key of 32 bytes
const CLOSE_TUNNEL = 5;

export const nebula: Dissector = {
  app: 'nebula',
  over: [17],
  ports: [4242],
  firstBytes: [0x10, 0x11, 0x12, 0x13, 0x14, 0x15],
  probe({ buf, off, end, sendPort, recvPort }) {
    const size = end - off;
    if (size < HEADER_BYTES || u16(buf, off + 2) !== 0 || buf[off + 1] > 1 || u32(buf, off + 8) !== 0)
      return Verdict.No;
    const index = u32(buf, off + 4);
    if (buf[off] === 0x10 && index === 0)
      return size > DETAILS + 2 && buf[off + 1] === 0 && u32(buf, off + 12) === 1 && buf[off + DETAILS] === 0x0a
        ? Verdict.Yes
        : Verdict.No;
    const own = sendPort === 4242 || recvPort === 4242;
    return own && index > 0xffff && u32(buf, off + 12) !== 0 && (buf[off] & 0x0f) <= CLOSE_TUNNEL
      ? Verdict.Yes
      : Verdict.No;
  },
};
