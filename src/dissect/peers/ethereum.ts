/**
 * Ethereum devp2p: discovery v4 (hash, signature, packet type, RLP list that ends with the datagram) and the RLPx
 * handshake of EIP-8, which has no mark of its own but a length that is the segment, so it is told on its own ports only.
 */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const RECOVERY = 96; // last byte of the signature
const TYPE = 97;
const DATA = 98;
const LEAST_AUTH = 280;
const MOST_AUTH = 800;

export const ethereum: Dissector = {
  app: 'ethereum',
  over: [6, 17],
  ports: [30303, 30304],
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    if (proto === 17) {
      const list = off + DATA;
      if (end - off < DATA + 2 || buf[off + RECOVERY] > 1 || buf[off + TYPE] === 0 || buf[off + TYPE] > 6)
        return Verdict.No;
      const first = buf[list];
      if (first < 0xc0) return Verdict.No;
      if (first <= 0xf7) return list + 1 + first - 0xc0 === end ? Verdict.Yes : Verdict.No;
      const length = first === 0xf8 ? buf[list + 1] + 2 : first === 0xf9 && end - list > 3 ? u16(buf, list + 1) + 3 : 0;
      return list + length === end ? Verdict.Yes : Verdict.No;
    }
    if (recvPort !== 30303 && recvPort !== 30304 && sendPort !== 30303) return Verdict.No;
    const length = end - off < 2 ? 0 : u16(buf, off) + 2;
    if (length < LEAST_AUTH || length > MOST_AUTH) return Verdict.No;
    return length === end - off ? Verdict.Yes : length > end - off ? Verdict.More : Verdict.No;
  },
};
