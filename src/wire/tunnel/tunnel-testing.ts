/** Packets in headers of one maker or another: for tests, and for those who change them. */
import { FRAME4, INNER4, INNER6, onEthernet, outerIp, outerUdp, TCP4, TCP6 } from '../testing.ts';

export const ip = (payload: string): string => onEthernet('0800', payload);
export const WIFI = `0801 0000 0a00000000cc 0a00000000aa 0a00000000bb 1000 aaaa03 000000 0800 ${TCP4}`;
const PEEK = `00ffabcd 02 00000037 00000006 ${'00'.repeat(42)}`;

/** name · the packet · layers behind the frame's · ends · tunnel and its number */
export const VENDOR_TUNNELS: readonly (readonly [string, string, string, string, string, number])[] = [
  ['E-TAG', onEthernet('893f', `0000 0001 0000 0800 ${TCP4}`), 'etag:ipv4:tcp', INNER4, '', 0],
  [
    "Arista's time of 64 bits",
    onEthernet('d28b', `0001 0010 0000000100000002 86dd ${TCP6}`),
    'arista:ipv6:tcp',
    INNER6,
    '',
    0,
  ],
  [
    "Arista's time of 48 bits, UTC, R3",
    onEthernet('d28b', `0001 0121 000000010002 0800 ${TCP4}`),
    'arista:ipv4:tcp',
    INNER4,
    '',
    0,
  ],
  ['Frame Relay by EtherType', onEthernet('6559', `1841 03 cc ${TCP4}`), 'fr:ipv4:tcp', INNER4, '', 0],
  [
    'a whole packet of multilink PPP',
    onEthernet('8864', `1100 0001 0032 003d c0000001 0021 ${TCP4}`),
    'pppoe:ppp:ppp:ipv4:tcp',
    INNER4,
    '',
    0,
  ],
  ['EoIP', ip(outerIp('2f', `2001 6400 0038 0a00 ${FRAME4}`)), 'ipv4:gre:eoip:eth:ipv4:tcp', INNER4, 'eoip', 10],
  ["Aruba's GRE", ip(outerIp('2f', `0000 8210 ${WIFI}`)), 'ipv4:gre:aruba:wlan:llc:snap:ipv4:tcp', INNER4, 'aruba', 0],
  [
    "Cisco ACI's VXLAN",
    ip(outerUdp(48879, `c8000005 00006480 ${FRAME4}`)),
    'ipv4:udp:vxlan:eth:ipv4:tcp',
    INNER4,
    'vxlan',
    0,
  ],
  [
    "Juniper's mirror",
    ip(outerUdp(30030, `00000001 00000002 ${TCP6}`)),
    'ipv4:udp:jmirror:ipv6:tcp',
    INNER6,
    'jmirror',
    0,
  ],
  [
    'Peek remote',
    ip(outerUdp(5000, `${PEEK} ${WIFI} 12345678`)),
    'ipv4:udp:peekremote:wlan:llc:snap:ipv4:tcp',
    INNER4,
    'peekremote',
    0,
  ],
];
