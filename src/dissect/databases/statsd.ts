/**
 * StatsD: "name:value|type", types c, g, ms, s, h, d, m (statsd/docs/metric_types.md). On other ports a name of letters, digits,
 * dots and the like, a number, the type, and then a line's end, a rate or tags.
 */
import { indexOfByte, isDigit, isText, lineEnd } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const PORT = 8125;
const NAME = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-'].map((one) => one.charCodeAt(0));
const TYPES = ['c', 'g', 'h', 'd', 'ms'];

/** The line [off, stop) has a name with a dot or underscore up to `colon`, a decimal number up to `bar`, a type, and nothing but a rate or tags. */
function isStrict(buf: Uint8Array, off: number, colon: number, bar: number, stop: number): boolean {
  let parts = 0;
  for (let at = off; at < colon; at++) {
    if (buf[at] === 0x2e || buf[at] === 0x5f) parts++;
    if (!NAME.includes(buf[at])) return false;
  }
  if (parts === 0) return false;
  const sign = buf[colon + 1] === 0x2d || buf[colon + 1] === 0x2b ? 1 : 0;
  if (!isDigit(buf[colon + 1 + sign])) return false;
  for (let at = colon + 1 + sign; at < bar; at++) if (!isDigit(buf[at]) && buf[at] !== 0x2e) return false;
  return TYPES.some((type) => {
    const behind = bar + 1 + type.length;
    for (let i = 0; i < type.length; i++) if (buf[bar + 1 + i] !== type.charCodeAt(i)) return false;
    return (
      behind === stop ||
      (behind + 1 < stop && buf[behind] === 0x7c && (buf[behind + 1] === 0x40 || buf[behind + 1] === 0x23))
    );
  });
}

export const statsd: Dissector = {
  app: 'statsd',
  over: [17],
  ports: [PORT],
  firstBytes: NAME,
  probe({ buf, off, end, sendPort, recvPort }) {
    const stop = Math.min(lineEnd(buf, off, end), off + 512);
    const colon = indexOfByte(buf, off, stop, 0x3a);
    const bar = colon > off ? indexOfByte(buf, colon, stop, 0x7c) : -1;
    if (bar < 0 || bar === colon + 1 || bar + 1 >= stop || !isText(buf, off, stop)) return Verdict.No;
    if (sendPort !== PORT && recvPort !== PORT) return isStrict(buf, off, colon, bar, stop) ? Verdict.Yes : Verdict.No;
    const type = buf[bar + 1];
    const value = buf[colon + 1];
    return 'cgmshd'.includes(String.fromCharCode(type)) &&
      (isDigit(value) || value === 0x2d || value === 0x2b || type === 0x73)
      ? Verdict.Yes
      : Verdict.No;
  },
};
