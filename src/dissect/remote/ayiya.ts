/**
 * AYIYA, draft-massar-v6ops-ayiya-02 §4: identity of 16 bytes and integer type, signature, operation, next header 41 or 59,
 * time.
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const ayiya: Dissector = {
  app: 'ayiya',
  over: [17],
  ports: [5072],
  onOwnPortsOnly: true,
  firstBytes: [0x41, 0x42, 0x43],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 8 &&
      buf[off + 1] >> 4 === 5 &&
      (buf[off + 2] & 0x0f) <= 4 &&
      (buf[off + 3] === 41 || buf[off + 3] === 59) &&
      u32(buf, off + 4) > 1_000_000_000
      ? Verdict.Yes
      : Verdict.No;
  },
};
