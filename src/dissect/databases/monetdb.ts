/** MonetDB's MAPI: blocks behind a little-endian length (and the last one's bit); the server opens with salt:mserver:9:…. */
import { indexOfText, isText, u16le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const monetdb: Dissector = {
  app: 'monetdb',
  over: [6],
  ports: [50000],
  onOwnPortsOnly: true,
  noGuess: true,
  probe({ buf, off, end, wireLength }) {
    if (end - off < 16 || (u16le(buf, off) & 1) === 0 || u16le(buf, off) >> 1 !== wireLength - 2) return Verdict.No;
    const stop = Math.min(end, off + 64);
    const named =
      indexOfText(buf, off + 2, stop, ':mserver:') > 0 || indexOfText(buf, off + 2, stop, ':merovingian:') > 0;
    return named && isText(buf, off + 2, end) ? Verdict.Yes : Verdict.No;
  },
};
