/**
 * Adobe RTMP handshake, RTMP specification §5.2: 03 (06 encrypted), time, zero or version, 1528 random bytes. Of a session joined late a
 * command in AMF0 (§7.1.1): chunk of 11 bytes and its length, type 20, stream 0, then a command's name.
 */
import { startsWith, u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const C1_SEGMENT = 1400; // of the 1537 bytes that open a session, as they come in a first segment
const COMMAND_TYPE = 20;
const COMMANDS = ['connect', '_result', 'onStatus', 'createStream', 'releaseStream', 'publish', 'play', 'FCPublish'];

/** A Flash version where zeros were once asked for: 9.0.124.2 and the like. */
function isVersion(buf: Uint8Array, off: number): boolean {
  return buf[off] < 0x40 && buf[off + 1] === 0 && buf[off + 3] <= 16;
}

function isCommand(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < 20 || buf[off + 7] !== COMMAND_TYPE || u32(buf, off + 8) !== 0 || buf[off + 12] !== 2) return false;
  return COMMANDS.some((name) => u16(buf, off + 13) === name.length && startsWith(buf, off + 15, end, name));
}

export const rtmp: Dissector = {
  app: 'rtmp',
  over: [6],
  ports: [1935],
  firstBytes: [3, 6, 8],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (buf[off] !== 3 && buf[off] !== 6) return Verdict.No;
    if (end - off < 9) return end - off < 2 || buf[off + 1] < 0x10 ? Verdict.More : Verdict.No;
    if (buf[off] === 3 && isCommand(buf, off, end)) return Verdict.Yes;
    const isCut = wireLength > end - off;
    const own = sendPort === 1935 || recvPort === 1935;
    if (isCut && buf[off] === 3 && wireLength >= C1_SEGMENT)
      return u32(buf, off + 5) === 0 || (isVersion(buf, off + 5) && (own || u32(buf, off + 1) === 0))
        ? Verdict.Yes
        : Verdict.No;
    if (own && end - off < 512) return Verdict.More;
    const zero = u32(buf, off + 5) === 0;
    if (own && (zero || (buf[off] === 3 && (buf[off + 5] <= 0x20 || buf[off + 5] === 0x80))) && end - off >= 512)
      return Verdict.Yes;
    // elsewhere the whole first chunk of 1537 bytes, without the look of TPKT (03 00 length)
    if (buf[off] !== 3 || end - off < 1400)
      return end - off >= 64 && zero && buf[off + 1] === 0 && u16(buf, off + 2) > 1500 ? Verdict.More : Verdict.No;
    return zero || (buf[off + 5] === 0x80 && buf[off + 7] <= 16) || isVersion(buf, off + 5) ? Verdict.Yes : Verdict.No;
  },
};
