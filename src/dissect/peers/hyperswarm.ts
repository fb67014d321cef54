/**
 * Hyperswarm's DHT, dht-rpc 6 (lib/io.js): 03 asks and 13 answers, flags, u16 transaction, then the address and little-endian port
 * it is sent to.
 */
import { u16le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const TO_PORT = 8;

export const hyperswarm: Dissector = {
  app: 'hyperswarm',
  over: [17],
  ports: [49737],
  firstBytes: [0x03, 0x13],
  probe(payload) {
    const { buf, off, end, recvPort, sendPort } = payload;
    if (end - off < 10 || buf[off + 1] > 0x3f || u16le(buf, off + TO_PORT) !== recvPort || buf[off + 4] === 0)
      return Verdict.No;
    if (sendPort === 49737 || recvPort === 49737) return Verdict.Yes;
    payload.stateA++; // a port alone is met by chance: two of one direction
    return payload.stateA > 1 ? Verdict.Yes : Verdict.More;
  },
};
