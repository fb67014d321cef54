/**
 * Snapcast (badaix/snapcast, doc/binary_protocol.md), little-endian: u16 type, id, reference, two times of 8 bytes, u32 size; hello (5) and
 * server settings (3) are JSON behind their u32 length.
 */
import { u16le, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const SIZE = 22;
const JSON_LENGTH = 26;
const JSON_TEXT = 30;

export const snapcast: Dissector = {
  app: 'snapcast',
  over: [6],
  ports: [1704],
  firstBytes: [0x03, 0x05],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off <= JSON_TEXT)
      return (sendPort === 1704 || recvPort === 1704) && (end - off < 2 || buf[off + 1] === 0)
        ? Verdict.More
        : Verdict.No;
    const size = u32le(buf, off + SIZE);
    return buf[off + 1] === 0 &&
      u16le(buf, off + 4) < 0x100 &&
      size > 4 &&
      size < 0x10000 &&
      u32le(buf, off + JSON_LENGTH) === size - 4 &&
      buf[off + JSON_TEXT] === 0x7b
      ? Verdict.Yes
      : Verdict.No;
  },
};
