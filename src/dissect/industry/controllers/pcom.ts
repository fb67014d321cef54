/**
 * PCOM/TCP of Unitronics PLCs ("Unitronics PCOM Protocol"): transaction, mode 101 (ASCII) or 102 (binary), zero, little-endian length of the
 * rest, which is "/…" to a carriage return, or "/_OPLC".
 */
import { startsWith, u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const HEADER_BYTES = 6;
const ASCII = 101;
const BINARY = 102;
const CR = 0x0d;
const SLASH = 0x2f;

export const pcom: Dissector = {
  app: 'pcom',
  over: [6],
  ports: [20256],
  probe({ buf, off, end, wireLength }) {
    if (end - off < HEADER_BYTES + 4) return Verdict.No;
    const mode = buf[off + 2];
    if ((mode !== ASCII && mode !== BINARY) || buf[off + 3] !== 0) return Verdict.No;
    if (u16le(buf, off + 4) + HEADER_BYTES !== wireLength || buf[off + HEADER_BYTES] !== SLASH) return Verdict.No;
    if (mode === BINARY) return startsWith(buf, off + HEADER_BYTES, end, '/_OPLC') ? Verdict.Yes : Verdict.No;
    return end - off === wireLength && buf[end - 1] === CR ? Verdict.Yes : Verdict.No;
  },
};
