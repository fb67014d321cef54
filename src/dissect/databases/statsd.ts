/** StatsD: "name:value|type", types c, g, ms, s, h, d, m (statsd/docs/metric_types.md). */
import { indexOfByte, isDigit, isText, lineEnd } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const statsd: Dissector = {
  app: 'statsd',
  over: [17],
  ports: [8125],
  onOwnPortsOnly: true,
  probe({ buf, off, end }) {
    const stop = Math.min(lineEnd(buf, off, end), off + 512);
    const colon = indexOfByte(buf, off, stop, 0x3a);
    const bar = colon > off ? indexOfByte(buf, colon, stop, 0x7c) : -1;
    if (bar < 0 || bar === colon + 1 || bar + 1 >= stop || !isText(buf, off, stop)) return Verdict.No;
    const type = buf[bar + 1];
    const value = buf[colon + 1];
    return 'cgmshd'.includes(String.fromCharCode(type)) &&
      (isDigit(value) || value === 0x2d || value === 0x2b || type === 0x73)
      ? Verdict.Yes
      : Verdict.No;
  },
};
