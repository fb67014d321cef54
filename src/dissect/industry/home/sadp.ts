/** Search Active Device Protocol of Hikvision: XML with Probe or ProbeMatch and a Uuid, to or from port 37020. */
import { indexOfText, startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const sadp: Dissector = {
  app: 'sadp',
  over: [17],
  ports: [37020],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [0x3c],
  probe({ buf, off, end }) {
    const stop = Math.min(end, off + 200);
    return startsWith(buf, off, end, '<?xml') &&
      (indexOfText(buf, off, stop, '<Probe>') > 0 || indexOfText(buf, off, stop, '<ProbeMatch>') > 0) &&
      indexOfText(buf, off, stop, '<Uuid>') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
