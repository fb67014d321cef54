/**
 * Couchbase key-value protocol: the memcached binary header with opcodes of Couchbase alone: HELLO 1F, SELECT_BUCKET 89,
 * GET_CLUSTER_CONFIG B5, SASL 20 to 22 on its port (Couchbase kv_engine, BinaryProtocol.md).
 */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const couchbase: Dissector = {
  app: 'couchbase',
  over: [6],
  ports: [11210],
  firstBytes: [0x80, 0x81],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const size = end - off;
    if (size < 24) return recvPort === 11210 || sendPort === 11210 ? Verdict.More : Verdict.No;
    const opcode = buf[off + 1];
    const mine =
      opcode === 0x1f ||
      opcode === 0x89 ||
      opcode === 0xb5 ||
      (opcode >= 0x20 && opcode <= 0x22 && (recvPort === 11210 || sendPort === 11210));
    const body = u32(buf, off + 8);
    return mine && body < 0x10000 && u16(buf, off + 2) + buf[off + 4] <= body && 24 + body <= wireLength
      ? Verdict.Yes
      : Verdict.No;
  },
};
