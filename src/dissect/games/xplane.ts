/** X-Plane (its file "Exchanging Data with X-Plane"): four capital letters and a zero, on the simulator's ports. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const COMMANDS = ['BECN\0', 'RREF\0', 'DREF\0', 'RPOS\0', 'RADR\0', 'CMND\0', 'DATA\0', 'DATA*', 'DATA@'];

export const xplane: Dissector = {
  app: 'x-plane',
  over: [17],
  ports: [49000, 49001, 49707],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [0x42, 0x43, 0x44, 0x52],
  probe({ buf, off, end }) {
    for (let i = 0; i < COMMANDS.length; i++) if (startsWith(buf, off, end, COMMANDS[i])) return Verdict.Yes;
    return Verdict.No;
  },
};
