/**
 * Microsoft SQL Server Tabular Data Stream, MS-TDS §2.2.3.1 and §2.2.6.5: packet header of 8 bytes; a connection opens with
 * PRELOGIN (0x12), or with LOGIN7 (0x10) of clients before 2005.
 */
import { u16, u32le } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const mssql: Dissector = {
  app: 'mssql',
  over: [6],
  ports: [1433, 2433],
  firstBytes: [0x12, 0x10, 0x04],
  probe({ buf, off, end }) {
    if (end - off < 13)
      return (buf[off] === 0x12 || buf[off] === 0x10) && (end - off < 2 || buf[off + 1] <= 1)
        ? Verdict.More
        : Verdict.No;
    const length = u16(buf, off + 2);
    if (buf[off + 1] > 1 || length < 16 || length > 4096 || buf[off + 7] !== 0) return Verdict.No;
    const body = off + 8;
    // options of PRELOGIN: token 0 VERSION, offset, length 6
    if (buf[off] === 0x12 || buf[off] === 0x04)
      return buf[body] === 0 && u16(buf, body + 1) < length && u16(buf, body + 3) === 6 ? Verdict.Yes : Verdict.No;
    return u32le(buf, body) === length - 8 && buf[body + 7] >= 0x70 && buf[body + 7] <= 0x74 ? Verdict.Yes : Verdict.No;
  },
};
