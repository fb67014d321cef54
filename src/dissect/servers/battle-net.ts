/** Battle.net's classic chat protocol (BNETDocs): the byte 01, then messages FF, number, little-endian length; SID_AUTH_INFO names the platform. */
import { startsWith, u16le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const MESSAGE = 0xff;
const AUTH_INFO = 0x50;
const PING = 0x25;
const PLATFORMS = ['68XI', 'CAMP', 'PAMX'];
const PORT = 6112;

function isAuthInfo(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < 16 || buf[off] !== MESSAGE || buf[off + 1] !== AUTH_INFO || u16le(buf, off + 2) < 16) return false;
  return PLATFORMS.some((platform) => startsWith(buf, off + 8, end, platform));
}

export const battleNet: Dissector = {
  app: 'battle-net',
  over: [6],
  ports: [PORT],
  noGuess: true,
  firstBytes: [1, MESSAGE],
  probe({ buf, off, end, sendPort }) {
    if (buf[off] === 1) return isAuthInfo(buf, off + 1, end) ? Verdict.Yes : Verdict.No;
    if (isAuthInfo(buf, off, end)) return Verdict.Yes;
    // the server's first message is a ping of eight bytes
    return sendPort === PORT && end - off >= 8 && buf[off + 1] === PING && u16le(buf, off + 2) === 8
      ? Verdict.Yes
      : Verdict.No;
  },
};
