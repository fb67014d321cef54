/** CAN in UDP as the ISO 11783 (ISOBUS) and CAN-ETH gateways send it: mark "ISO11898", count of frames. */
import { startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const can: Dissector = {
  app: 'can',
  over: [17],
  ports: [11898, 20000],
  firstBytes: [0x49],
  probe({ buf, off, end }) {
    return startsWith(buf, off, end, 'ISO11898') && end - off >= 10 && buf[off + 8] <= 2 ? Verdict.Yes : Verdict.No;
  },
};
