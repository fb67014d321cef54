/**
 * RakNet: offline messages carry a fixed 16-byte mark (RakNet "OFFLINE_MESSAGE_DATA_ID"); a connection joined late is told by
 * frames that fill the datagram.
 */
import { u32 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

function isMark(buf: Uint8Array, off: number): boolean {
  return (
    u32(buf, off) === 0x00ffff00 &&
    u32(buf, off + 4) === 0xfefefefe &&
    u32(buf, off + 8) === 0xfdfdfdfd &&
    u32(buf, off + 12) === 0x12345678
  );
}

export const raknet: Dissector = {
  app: 'raknet',
  over: [17],
  ports: [19132, 19133],
  probe({ buf, off, end }) {
    if (end - off < 17) return Verdict.No;
    const kind = buf[off];
    if (kind === 1 || kind === 2) return end - off >= 25 && isMark(buf, off + 9) ? Verdict.Yes : Verdict.No; // unconnected ping
    if (kind === 0x1c) return end - off >= 33 && isMark(buf, off + 17) ? Verdict.Yes : Verdict.No; // unconnected pong
    return isMark(buf, off + 1) ? Verdict.Yes : Verdict.No;
  },
};
