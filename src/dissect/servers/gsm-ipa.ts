/** IPA of GSM base stations and cores (Osmocom, "GSM over IP: IPA multiplex"): length, stream; on stream FE pings and questions of identity. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const MULTIPLEX = 0xfe;
const PING = 0;
const PONG = 1;
const ASK = 4;
const ANSWER = 5;
const ACKNOWLEDGE = 6;

export const gsmIpa: Dissector = {
  app: 'gsm-ipa',
  over: [6],
  ports: [3002, 3003, 4222, 4249],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 4 || buf[off + 2] !== MULTIPLEX) return Verdict.No;
    const length = u16(buf, off);
    const code = buf[off + 3];
    if (code === PING || code === PONG || code === ACKNOWLEDGE) return length === 1 ? Verdict.Yes : Verdict.No;
    return (code === ASK || code === ANSWER) && length > 3 && length + 3 <= wireLength ? Verdict.Yes : Verdict.No;
  },
};
