/** Printers announced by CUPS (cups.org, "CUPS browse protocol"): type in hex, state 3 to 5, URI of IPP. IPP itself (RFC 8010) is HTTP. */
import { isText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const MOST_DIGITS = 8;
const SCHEMES = ['ipp://', 'ipps://', 'http://', 'https://'];

export const ipp: Dissector = {
  app: 'ipp',
  over: [17],
  ports: [631],
  onOwnPortsOnly: true,
  probe({ buf, off, end }) {
    let at = off;
    while (
      at < end &&
      at - off < MOST_DIGITS &&
      ((buf[at] >= 0x30 && buf[at] <= 0x39) || (buf[at] >= 0x61 && buf[at] <= 0x66))
    )
      at++;
    if (
      at === off ||
      end - at < 12 ||
      buf[at] !== 0x20 ||
      buf[at + 1] < 0x33 ||
      buf[at + 1] > 0x35 ||
      buf[at + 2] !== 0x20
    )
      return Verdict.No;
    const uri = at + 3;
    return SCHEMES.some((scheme) => startsWith(buf, uri, end, scheme)) && isText(buf, uri, Math.min(end, uri + 12))
      ? Verdict.Yes
      : Verdict.No;
  },
};
