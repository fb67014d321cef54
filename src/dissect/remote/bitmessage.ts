/** Bitmessage (its protocol specification): e9beb4d9, a command in 12 bytes padded with zeros, length, checksum. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const bitmessage: Dissector = {
  app: 'bitmessage',
  over: [6],
  ports: [8444],
  firstBytes: [0xe9],
  probe: ({ buf, off, end }) =>
    end - off >= 24 &&
    u32(buf, off) === 0xe9beb4d9 &&
    buf[off + 4] >= 0x61 &&
    buf[off + 4] <= 0x7a &&
    buf[off + 15] === 0
      ? Verdict.Yes
      : Verdict.No,
};
