/**
 * Weather station gateways of Fine Offset (EasyWeather, Ecowitt), "Telnet API" v1.6: FF FF, command, length of the rest, data,
 * sum of all behind FF FF.
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const easyweather: Dissector = {
  app: 'easyweather',
  over: [17],
  ports: [46000, 59387],
  noGuess: true,
  firstBytes: [0xff],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 6 || size !== wireLength || buf[off + 1] !== 0xff) return Verdict.No;
    const command = buf[off + 2];
    const wide = command === 0x12 || command === 0x27 || command === 0x55;
    const length = wide ? u16(buf, off + 3) : buf[off + 3];
    if (length + 2 !== size) return Verdict.No;
    let sum = 0;
    for (let at = off + 2; at < end - 1; at++) sum += buf[at];
    return (sum & 0xff) === buf[end - 1] ? Verdict.Yes : Verdict.No;
  },
};
