/** Finger answers, RFC 1288 §2.5: "Login:" of a user's lines. */
import { startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const fingerAnswer: Dissector = {
  app: 'finger',
  over: [6],
  ports: [79],
  onOwnPortsOnly: true,
  firstBytes: [0x4c],
  probe({ buf, off, end, sendPort }) {
    return sendPort === 79 &&
      (startsWith(buf, off, end, 'Login: ') ||
        startsWith(buf, off, end, 'Login name: ') ||
        startsWith(buf, off, end, 'Login    '))
      ? Verdict.Yes
      : Verdict.No;
  },
};
