/** HTTP/2 with prior knowledge, RFC 9113 §3.4: the client's preface. */

import { startsWith } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

export const http2: Dissector = {
  app: 'http2',
  over: [6],
  ports: [],
  firstBytes: [0x50],
  probe({ buf, off, end }) {
    if (startsWith(buf, off, end, PREFACE)) return Verdict.Yes;
    return end - off < PREFACE.length && startsWith(buf, off, end, PREFACE.slice(0, end - off))
      ? Verdict.More
      : Verdict.No;
  },
};
