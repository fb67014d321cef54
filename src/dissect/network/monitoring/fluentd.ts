/**
 * Fluentd and Fluent Bit, forward protocol 1: MessagePack arrays. HELO, PING and PONG shake hands; events are a tag as text, then a time and
 * a record, or entries in an array, in text or in bytes. Event times (extension 0 of 8 bytes) tell on any port, the rest on its own.
 */
import { isText, startsWith, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const PORT = 24224;
const HANDSHAKE = ['\x92\xa4HELO', '\x96\xa4PING', '\x95\xa4PONG'];
const FIRST_ARRAY = 0x92;
const LAST_ARRAY = 0x96;
const YEAR_2001 = 978307200;

/** Behind the tag, a text of MessagePack; -1 = none, or not whole. */
function behindTag(buf: Uint8Array, off: number, end: number): number {
  const isShort = buf[off] >= 0xa1 && buf[off] <= 0xbf;
  if (end - off < 3 || (!isShort && buf[off] !== 0xd9)) return -1;
  const from = isShort ? off + 1 : off + 2;
  const to = from + (isShort ? buf[off] & 31 : buf[off + 1]);
  return to < end && to > from && isText(buf, from, to) ? to : -1;
}

const isMap = (byte: number): boolean => (byte & 0xf0) === 0x80 || byte === 0xde || byte === 0xdf;

export const fluentd: Dissector = {
  app: 'fluentd',
  over: [6],
  ports: [PORT],
  firstBytes: [0x92, 0x93, 0x94, 0x95, 0x96],
  probe({ buf, off, end, recvPort }) {
    if (buf[off] < FIRST_ARRAY || buf[off] > LAST_ARRAY) return Verdict.No;
    if (HANDSHAKE.some((one) => startsWith(buf, off, end, one))) return Verdict.Yes;
    const at = behindTag(buf, off + 1, end);
    if (at < 0 || buf[off] > 0x94) return Verdict.No;
    const isOwn = recvPort === PORT;
    // fixext 8 (D7), or ext 8 (C7) of 8 bytes, of type 0
    const time = buf[at] === 0xd7 ? at + 1 : buf[at] === 0xc7 && buf[at + 1] === 8 ? at + 2 : -1;
    if (time > 0)
      return end - time > 9 && buf[time] === 0 && u32(buf, time + 1) > YEAR_2001 && isMap(buf[time + 9])
        ? Verdict.Yes
        : Verdict.No;
    if (!isOwn) return Verdict.No;
    if (buf[at] === 0xce)
      return end - at > 5 && u32(buf, at + 1) > YEAR_2001 && isMap(buf[at + 5]) ? Verdict.Yes : Verdict.No;
    const isEntries = (buf[at] & 0xf0) === 0x90 || buf[at] === 0xdc || buf[at] === 0xdd;
    const isPacked = (buf[at] >= 0xc4 && buf[at] <= 0xc6) || (buf[at] >= 0xd9 && buf[at] <= 0xdb);
    return isEntries || isPacked ? Verdict.Yes : Verdict.No;
  },
};
