/**
 * Raft as dqlite and LXD speak it (canonical/raft, its uv transport): little-endian u64 of version 1, server id, length of
 * the address, the address.
 */
import { isDigit, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const raft: Dissector = {
  app: 'raft',
  over: [6],
  ports: [],
  firstBytes: [1],
  probe({ buf, off, end }) {
    if (end - off < 32 || u32le(buf, off) !== 1 || u32le(buf, off + 4) !== 0) return Verdict.No;
    const length = u32le(buf, off + 16);
    if (length < 8 || length > 256 || length % 8 !== 0 || u32le(buf, off + 20) !== 0 || u32le(buf, off + 8) === 0)
      return Verdict.No;
    let at = off + 24;
    const stop = Math.min(end, at + length);
    while (at < stop && buf[at] > 0x20 && buf[at] < 0x7f) at++;
    return at > off + 27 && (isDigit(buf[off + 24]) || buf[off + 24] >= 0x40 || buf[off + 24] === 0x5b)
      ? Verdict.Yes
      : Verdict.No;
  },
};
