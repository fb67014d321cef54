/** MoldUDP64 of Nasdaq: session of ten letters or digits, u64 sequence, u16 count, messages behind u16 lengths. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const HEADER_BYTES = 20;
const END_OF_SESSION = 0xffff;

function isSession(buf: Uint8Array, off: number): boolean {
  let digits = 0;
  for (let at = off; at < off + 10; at++) {
    const byte = buf[at];
    if (byte >= 0x30 && byte <= 0x39) digits++;
    else if (byte !== 0x20 && (byte < 0x41 || byte > 0x7a || (byte > 0x5a && byte < 0x61))) return false;
  }
  return digits > 1;
}

export const moldUdp64: Dissector = {
  app: 'moldudp64',
  over: [17],
  ports: [],
  firstBytes: Array.from({ length: 256 }, (_, byte) => byte).filter((byte) =>
    /[0-9A-Za-z ]/.test(String.fromCharCode(byte)),
  ),
  probe({ buf, off, end, wireLength }) {
    if (end - off < HEADER_BYTES || u16(buf, off + 10) !== 0 || u16(buf, off + 12) !== 0 || !isSession(buf, off))
      return Verdict.No;
    const count = u16(buf, off + 18);
    if (count === 0 || count === END_OF_SESSION) return wireLength === HEADER_BYTES ? Verdict.Yes : Verdict.No;
    let at = off + HEADER_BYTES;
    for (let n = 0; n < count; n++) {
      if (at + 2 > end) return Verdict.No;
      at += 2 + u16(buf, at);
    }
    return at === off + wireLength ? Verdict.Yes : Verdict.No;
  },
};
