/**
 * Triconex TriStation 1131: type 1 to 10, channel 0 to 2, u16 little-endian length of the data, data, CRC-16 (FireEye on TRITON,
 * 2018).
 */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const tristation: Dissector = {
  app: 'tristation',
  over: [17],
  ports: [1502],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 6 || size !== wireLength || buf[off] > 10 || buf[off + 1] > 2) return Verdict.No;
    const length = u16le(buf, off + 2);
    return (length + 6 === size && length > 0) || (length === 0 && size <= 6) ? Verdict.Yes : Verdict.No;
  },
};
