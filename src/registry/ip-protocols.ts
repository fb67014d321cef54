/**
 * IP protocol numbers by keyword: IANA "Assigned Internet Protocol Numbers" (2025-02), lower case, in the spelling
 * Wireshark and nDPI users know. Numbers without a keyword here are their own names ("253").
 */

export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMP6 = 58;
export const SCTP = 132;

// biome-ignore format: a table
const KEYWORDS: Readonly<Record<number, string>> = {
  0: 'hopopt', 1: 'icmp', 2: 'igmp', 3: 'ggp', 4: 'ipip', 5: 'st', 6: 'tcp', 7: 'cbt', 8: 'egp', 9: 'igp', 11: 'nvp',
  12: 'pup', 16: 'chaos', 17: 'udp', 20: 'hmp', 22: 'xns-idp', 27: 'rdp', 28: 'irtp', 29: 'iso-tp4', 33: 'dccp', 36: 'xtp',
  37: 'ddp', 40: 'il', 41: 'ipv6', 42: 'sdrp', 43: 'ipv6-route', 44: 'ipv6-frag', 45: 'idrp', 46: 'rsvp', 47: 'gre',
  48: 'dsr', 50: 'esp', 51: 'ah', 54: 'narp', 55: 'mobile', 57: 'skip', 58: 'icmp6', 59: 'ipv6-nonxt', 60: 'ipv6-opts',
  73: 'cphb', 80: 'iso-ip', 81: 'vmtp', 88: 'eigrp', 89: 'ospf', 92: 'mtp', 93: 'ax.25', 94: 'ipip-old', 97: 'etherip',
  98: 'encap', 103: 'pim', 108: 'ipcomp', 112: 'vrrp', 113: 'pgm', 115: 'l2tp', 118: 'stp', 124: 'isis', 132: 'sctp',
  133: 'fc', 135: 'mobility', 136: 'udplite', 137: 'mpls', 138: 'manet', 139: 'hip', 140: 'shim6', 141: 'wesp', 142: 'rohc',
  143: 'ethernet', 144: 'aggfrag', 145: 'nsh',
};

/** Name of each IP protocol, by number: a keyword, or the number as text. */
export const IP_PROTOCOLS: readonly string[] = Array.from(
  { length: 256 },
  (_, number) => KEYWORDS[number] ?? `${number}`,
);

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...IP_PROTOCOLS.map((name, number) => [name, number] as const),
  ['icmpv6', 58],
  ['ipv6-icmp', 58],
  ['ipsec-esp', 50],
  ['ospfigp', 89],
]);

/** Number of a protocol by its keyword (any case, common other spellings too) or number text; undefined if unknown. */
export function ipProtocolNumber(name: string): number | undefined {
  return NUMBERS.get(name.toLowerCase());
}
