/** RethinkDB: the little-endian magic of a protocol version, V0_1 to V1_0 (ql2.proto). */
import { u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const rethinkdb: Dissector = {
  app: 'rethinkdb',
  over: [6],
  ports: [28015],
  firstBytes: [0xc3, 0x20, 0xd4, 0x35, 0x3e],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 4) return Verdict.More;
    const magic = u32le(buf, off);
    return magic === 0x34c2bdc3 ||
      magic === 0x400c2d20 ||
      magic === 0x5f75e83e ||
      magic === 0x723081e1 ||
      magic === 0x3f61ba36
      ? Verdict.Yes
      : Verdict.No;
  },
};
