/**
 * LoRaWAN gateways, Semtech's packet forwarder (PROTOCOL.TXT): version 1 or 2, token, what: push of JSON behind the gateway's EUI, push of
 * JSON to it, pulls of 12 bytes and acknowledgements of 4.
 */
import { startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const PORT = 1700;
const PUSH_DATA = 0;
const PULL_DATA = 2;
const PULL_RESPONSE = 3;
const EUI_BYTES = 8;

export const semtechUdp: Dissector = {
  app: 'semtech-udp',
  over: [17],
  ports: [PORT],
  firstBytes: [1, 2],
  probe({ buf, off, end, wireLength, recvPort }) {
    if (end - off < 12 || buf[off] < 1 || buf[off] > 2) return Verdict.No;
    const what = buf[off + 3];
    if (what === PULL_DATA) return wireLength === 4 + EUI_BYTES && recvPort === PORT ? Verdict.Yes : Verdict.No;
    if (what === PULL_RESPONSE) return startsWith(buf, off + 4, end, '{"txpk"') ? Verdict.Yes : Verdict.No;
    const json = off + 4 + EUI_BYTES;
    return what === PUSH_DATA && (startsWith(buf, json, end, '{"rxpk"') || startsWith(buf, json, end, '{"stat"'))
      ? Verdict.Yes
      : Verdict.No;
  },
};
