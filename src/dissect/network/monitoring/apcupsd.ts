/** apcupsd network information server: u16 length, then "status" or "events"; answers carry lines "APC      :". */
import { startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const apcupsd: Dissector = {
  app: 'apcupsd',
  over: [6],
  ports: [3551],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 8) return Verdict.More;
    return startsWith(buf, off, end, '\0\x06status') ||
      startsWith(buf, off, end, '\0\x06events') ||
      (startsWith(buf, off + 2, end, 'APC ') && buf[off] === 0)
      ? Verdict.Yes
      : Verdict.No;
  },
};
