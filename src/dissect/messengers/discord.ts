/**
 * Discord voice, Discord's developer documentation "Voice Connections": the keep-alive 13 37 CA FE, and IP discovery: type 1 or 2, length 70, SSRC, an
 * address in 64 bytes that is zero when it is asked for and text when it is told, a port.
 */
import { u16, u24le, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const KEEP_ALIVE = 0x1337cafe;
const DISCOVERY_BYTES = 74;
const ADDRESS_AT = 8;
const ADDRESS_BYTES = 64;
const ASKS = 1;
const TELLS = 2;
const SHORTEST_ADDRESS = 3; // "::1"

/** The address, padded with zeros. */
function isDiscovery(buf: Uint8Array, off: number): boolean {
  const type = u16(buf, off);
  if ((type !== ASKS && type !== TELLS) || u16(buf, off + 2) !== DISCOVERY_BYTES - 4 || u32(buf, off + 4) === 0)
    return false;
  let at = off + ADDRESS_AT;
  const stop = at + ADDRESS_BYTES;
  while (at < stop && isOfAddress(buf[at])) at++;
  const length = at - off - ADDRESS_AT;
  if (type === ASKS ? length !== 0 : length < SHORTEST_ADDRESS) return false;
  for (; at < stop; at++) if (buf[at] !== 0) return false;
  return true;
}

/** Digits, a dot or a colon, and a to f. */
const isOfAddress = (byte: number): boolean =>
  byte === 0x2e || (byte >= 0x30 && byte <= 0x3a) || (byte >= 0x61 && byte <= 0x66);

export const discord: Dissector = {
  app: 'discord',
  over: [17],
  ports: [],
  firstBytes: [0x13, 0],
  probe({ buf, off, end, wireLength }) {
    if (end - off !== wireLength) return Verdict.No;
    if (buf[off] === 0) return wireLength === DISCOVERY_BYTES && isDiscovery(buf, off) ? Verdict.Yes : Verdict.No;
    return wireLength === 8 && u32(buf, off) === KEEP_ALIVE && u24le(buf, off + 5) < 0x1000 ? Verdict.Yes : Verdict.No;
  },
};
