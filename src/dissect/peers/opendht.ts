/**
 * OpenDHT, of Jami and others (savoirfairelinux/opendht, wiki "The network protocol"): a MessagePack map that begins with "a" (asked) or "r"
 * (answered), a map that begins with the sender's "id" of 20 bytes.
 */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const ASKED = 0x61;
const ANSWERED = 0x72;

export const opendht: Dissector = {
  app: 'opendht',
  over: [17],
  ports: [4222],
  noGuess: true,
  firstBytes: [0x83, 0x84, 0x85, 0x86],
  probe: ({ buf, off, end }) =>
    end - off >= 29 &&
    buf[off + 1] === 0xa1 &&
    (buf[off + 2] === ASKED || buf[off + 2] === ANSWERED) &&
    buf[off + 3] >> 4 === 8 &&
    startsWith(buf, off + 4, end, '\xa2id\xc4\x14')
      ? Verdict.Yes
      : Verdict.No,
};
