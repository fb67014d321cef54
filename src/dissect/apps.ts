/** Applications by name and code: those of the dissectors, and those that headers or other flows tell. */
import { ETHER_APPS } from './ether-apps.ts';
import { APP_OF_PPID } from './network/sctp.ts';
import { DISSECTORS } from './table.ts';

/** Applications told by the IP header alone: IANA protocol number → app. */
const IP_PROTOCOL_APPS: readonly (readonly [number, string])[] = [
  [1, 'icmp'],
  [2, 'igmp'],
  [8, 'egp'],
  [9, 'igp'],
  [46, 'rsvp'],
  [47, 'gre'],
  [50, 'esp'],
  [51, 'ah'],
  [58, 'icmp6'],
  [88, 'eigrp'],
  [89, 'ospf'],
  [94, 'ipip'],
  [4, 'ipip'],
  [41, '6in4'],
  [103, 'pim'],
  [108, 'ipcomp'],
  [112, 'vrrp'],
  [113, 'pgm'],
  [115, 'l2tp'],
  [132, 'sctp'],
  [137, 'mpls'],
  [97, 'etherip'],
  [3, 'ggp'],
  [27, 'rdp-rfc908'],
  [33, 'dccp'],
  [43, 'ipv6-routing'],
  [54, 'nhrp'],
  [55, 'minimal-encapsulation'],
  [73, 'cphb'],
  [92, 'mtp'],
  [98, 'encap'],
  [124, 'isis'],
  [133, 'fc'],
  [135, 'mobility'],
  [136, 'udp-lite'],
  [138, 'manet'],
  [139, 'hip'],
  [140, 'shim6'],
  [141, 'wesp'],
  [142, 'rohc'],
  [143, 'ethernet'],
];
/** Those a dissector only turns a flow into (Facts.become), or that are announced. */
const OTHER_APPS = ['ftp-data', 't38', 'websocket', 'http-proxy', 'soap', 'imaps', 'pop3s', 'smtps', 'ftps', 'lmtp'];

/** Names of applications; the index is the app code of flow batches, 0 = unknown. Codes are no longer-lived than a process. */
export const APPS: readonly string[] = [
  '',
  ...new Set([
    ...DISSECTORS.map(({ app }) => app),
    ...IP_PROTOCOL_APPS.map(([, app]) => app),
    ...ETHER_APPS.map(([, app]) => app),
    ...APP_OF_PPID.values(),
    ...OTHER_APPS,
  ]),
];

const CODES = new Map(APPS.map((app, code) => [app, code]));

/** Code of an app; 0 for a name that is not in the table. */
export function appCode(name: string): number {
  return CODES.get(name) ?? 0;
}

/** App code by IANA protocol number; 0 = the header alone tells none. */
export const APP_OF_IP_PROTOCOL = new Uint16Array(256);
for (const [proto, app] of IP_PROTOCOL_APPS) APP_OF_IP_PROTOCOL[proto] = appCode(app);
