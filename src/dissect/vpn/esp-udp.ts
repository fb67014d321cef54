/** ESP in UDP and its keep-alive, RFC 3948 §2.1 and §2.3, on port 4500 only, and 4501 of GlobalProtect (Palo Alto, "Ports used for GlobalProtect"). */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const LOWEST_SPI = 256; // RFC 4303 §2.1
const MOST_PACKETS = 0x10000000;

export const espUdp: Dissector = {
  app: 'esp',
  over: [17],
  ports: [4500, 4501],
  onOwnPortsOnly: true,
  probe(payload) {
    const { buf, off, end, wireLength } = payload;
    if (wireLength === 1) return buf[off] === 0xff ? Verdict.Yes : Verdict.No;
    if (end - off < 8 || wireLength < 24 || u32(buf, off) < LOWEST_SPI || u32(buf, off + 4) > MOST_PACKETS)
      return Verdict.No;
    if (payload.stateA === u32(buf, off) && payload.stateB < u32(buf, off + 4)) return Verdict.Yes;
    payload.stateA = u32(buf, off);
    payload.stateB = u32(buf, off + 4);
    return Verdict.More;
  },
};
