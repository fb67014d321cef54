/**
 * Session announcement (SAP), RFC 2974 §3: version 1, authentication words, hash, source, "application/sdp" or the description
 * at once.
 */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const sessionAnnouncement: Dissector = {
  app: 'session-announcement',
  over: [17],
  ports: [9875],
  firstBytes: [0x20, 0x24, 0x30, 0x34, 0x21],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    const at = off + ((buf[off] & 0x10) !== 0 ? 20 : 8) + 4 * buf[off + 1];
    return startsWith(buf, at, end, 'application/sdp\0') ||
      startsWith(buf, at, end, 'v=0\r\no=') ||
      startsWith(buf, at, end, 'v=0\no=')
      ? Verdict.Yes
      : Verdict.No;
  },
};
