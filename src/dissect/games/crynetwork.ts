/**
 * CryNetwork, of games made with CryEngine (its published CryNetwork/NetCry, NetNub.cpp): a connection is set up with "<", four numbers of the
 * game's version and one of the protocol's, u32 each.
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const VERSION_NUMBERS = 4;
const HIGHEST_PROTOCOL = 16;

export const crynetwork: Dissector = {
  app: 'crynetwork',
  over: [17],
  ports: [],
  firstBytes: [0x3c],
  probe({ buf, off, end }) {
    if (end - off < 25) return Verdict.No;
    let version = 0;
    for (let n = 0; n < VERSION_NUMBERS; n++) {
      const number = u32(buf, off + 1 + 4 * n);
      if (number > 0xffff) return Verdict.No;
      version += number;
    }
    const protocol = u32(buf, off + 1 + 4 * VERSION_NUMBERS);
    return version > 0 && protocol > 0 && protocol <= HIGHEST_PROTOCOL ? Verdict.Yes : Verdict.No;
  },
};
