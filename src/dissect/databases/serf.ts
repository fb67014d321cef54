/**
 * Gossip of Serf, Consul and Nomad (hashicorp/memberlist): message type, then a MessagePack map whose first key is Node, SeqNo
 * or the like; over UDP also behind 0C and the CRC-32.
 */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const KEYS = [
  'Node',
  'SeqNo',
  'SourceAddr',
  'Incarnation',
  'Addr',
  'Nodes',
  'Payload',
  'Timestamp',
  'From',
  'Algo',
  'Buf',
  'Join',
];
function isMap(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < 8) return false;
  if (buf[off + 1] >> 4 !== 8 || (buf[off + 1] & 15) === 0 || buf[off + 2] >> 5 !== 5) return false;
  const length = buf[off + 2] & 31;
  return KEYS.some((key) => key.length === length && startsWith(buf, off + 3, end, key));
}

export const serf: Dissector = {
  app: 'serf',
  over: [17, 6],
  ports: [7946, 8301, 8302],
  noGuess: true,
  firstBytes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x0a, 0x0c],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 8) return Verdict.No;
    return buf[off] === 0x0c
      ? isMap(buf, off + 5, end)
        ? Verdict.Yes
        : Verdict.No
      : isMap(buf, off, end)
        ? Verdict.Yes
        : Verdict.No;
  },
};
