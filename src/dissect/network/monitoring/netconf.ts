/** NETCONF without SSH, RFC 6241 §8.1: an XML hello of namespace urn:ietf:params:xml:ns:netconf:base:1.0. */
import { indexOfText } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const netconf: Dissector = {
  app: 'netconf',
  over: [6],
  ports: [831, 832],
  firstBytes: [0x3c],
  probe({ buf, off, end }) {
    const stop = Math.min(end, off + 300);
    const name = indexOfText(buf, off, stop, 'urn:ietf:params:xml:ns:netconf:base:1.0');
    return name > 0 &&
      (indexOfText(buf, off, name, '<hello') >= 0 ||
        indexOfText(buf, off, name, ':hello') > 0 ||
        indexOfText(buf, off, name, '<rpc') >= 0)
      ? Verdict.Yes
      : Verdict.No;
  },
};
