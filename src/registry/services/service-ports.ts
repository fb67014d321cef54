/**
 * Services told more narrowly by the destination's port, where an operator says that in its networks a port serves one of them.
 * Sources: support.apple.com/102266 (APNs: TCP 5223 and 2197 to 17.0.0.0/8), firebase.google.com "FCM ports and your firewall" (TCP 5228
 * to 5230 to AS 15169).
 */

/** [service of the network, IANA protocol number, first port, last port, service of those ports] */
export const SERVICE_PORTS: readonly (readonly [string, number, number, number, string])[] = [
  ['apple', 6, 5223, 5223, 'apple push'],
  ['apple', 6, 2197, 2197, 'apple push'],
  ['google', 6, 5228, 5230, 'google push'],
];
