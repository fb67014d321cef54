/** JSON-RPC 2.0 and 1.0 without HTTP: an object whose first keys are of JSON-RPC. */
import { indexOfText } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const jsonRpc: Dissector = {
  app: 'json-rpc',
  over: [6],
  ports: [],
  firstBytes: [0x7b],
  probe({ buf, off, end }) {
    if (buf[off] !== 0x7b) return Verdict.No;
    const stop = Math.min(end, off + 256);
    if (indexOfText(buf, off, stop, '"jsonrpc"') > 0) return Verdict.Yes;
    if (
      indexOfText(buf, off, stop, '"method"') < 0 ||
      indexOfText(buf, off, stop, '"params"') < 0 ||
      indexOfText(buf, off, stop, '"id"') < 0
    )
      return end - off < 64 ? Verdict.More : Verdict.No;
    return indexOfText(buf, off, stop, 'mining.') < 0 ? Verdict.Yes : Verdict.No;
  },
};
