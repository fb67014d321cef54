/**
 * FoundationDB's flow transport (its design/flow_transport.md): ConnectPacket, u32 length, u64 version 0FDB00… (four bits
 * are flags).
 */
import { u16le, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const foundationdb: Dissector = {
  app: 'foundationdb',
  over: [6],
  ports: [4500, 4501],
  onOwnPortsOnly: true,
  noGuess: true,
  probe({ buf, off, end }) {
    if (end - off < 12) return Verdict.No;
    const length = u32le(buf, off);
    return length >= 10 && length <= 256 && (u16le(buf, off + 10) & 0x0fff) === 0x0fdb && buf[off + 9] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
