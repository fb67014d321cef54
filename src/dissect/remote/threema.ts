/**
 * Threema's chat protocol (its cryptography whitepaper, "Chat protocol"): the client sends a key of 32 and a nonce of 16
 * bytes, then, once the server has answered, a login of 144 bytes or more. Sizes alone, so asked on its port only.
 */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const HELLO_BYTES = 48;
const LOGIN_BYTES = 144;
const FEWEST_VALUES = 30;

const seen = new Uint8Array(256);

/** Keys hold all values: at least 30 different ones in 48 bytes. */
function isMixed(buf: Uint8Array, off: number, end: number): boolean {
  seen.fill(0);
  let values = 0;
  for (let at = off; at < end; at++) if (seen[buf[at]]++ === 0) values++;
  return values >= FEWEST_VALUES;
}

export const threema: Dissector = {
  app: 'threema',
  over: [6],
  ports: [5222],
  onOwnPortsOnly: true,
  noGuess: true,
  probe(payload) {
    const { buf, off, end, recvPort, midstream } = payload;
    if (midstream || recvPort !== 5222) return Verdict.No;
    const size = end - off;
    if (size === HELLO_BYTES && isMixed(buf, off, end)) {
      payload.stateA = HELLO_BYTES;
      return Verdict.More;
    }
    return payload.stateA === HELLO_BYTES && size >= HELLO_BYTES + LOGIN_BYTES && size <= HELLO_BYTES + 4 * LOGIN_BYTES
      ? Verdict.Yes
      : Verdict.No;
  },
};
