/**
 * SRT handshake, draft-sharabayko-srt §3.2.1: control type 0, version 4 or 5, encryption, extension, MTU, window, kind
 * (induction 1, conclusion −1, …), address of 16 bytes; by version 5 or the magic 4A17 or version 4 with extension 2.
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const KIND_END = 44; // behind kind and socket

export const srt: Dissector = {
  app: 'srt',
  over: [17],
  ports: [],
  firstBytes: [0x80],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < KIND_END || wireLength < 64 || u32(buf, off) !== 0x80000000 || u32(buf, off + 4) !== 0)
      return Verdict.No;
    const version = u32(buf, off + 16);
    const kind = u32(buf, off + 36);
    const mtu = u32(buf, off + 28);
    if ((version !== 4 && version !== 5) || mtu < 500 || mtu > 65535) return Verdict.No;
    return (kind === 1 || kind === 0 || kind >= 0xfffffffd || (kind >= 1000 && kind < 2000)) && u32(buf, off + 40) !== 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
