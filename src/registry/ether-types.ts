/** EtherTypes by name: IEEE registry and IANA "IEEE 802 Numbers" (2025-02), in lower case as Wireshark shortens them. */

// biome-ignore format: a table
export const ETHER_TYPES: ReadonlyMap<number, string> = new Map([
  // below 0x600 are lengths: these three are ours, for 802.11 frames without an EtherType
  [0x0501, 'wlan-management'], [0x0502, 'wlan-control'], [0x0503, 'wlan-data'],
  // service access points of 802.2 LLC, and 802.3 frames without it, as Novell's first ones
  [0x0004, 'sna'], [0x0042, 'stp'], [0x00e0, 'ipx-llc'], [0x00f0, 'netbeui'], [0x00f4, 'ibm-netman'], [0x00fe, 'osi'], [0x00ff, 'ipx-raw'],
  // behind 0xfe, by its network layer identifier: 0x0300 and more is ours
  [0x0381, 'clnp'], [0x0382, 'es-is'], [0x0383, 'is-is'],
  // under the SNAP organisations of Nortel, Extreme, Foundry: 0x0390 and more is ours, 0x00aa what is left
  [0x00aa, 'snap'], [0x0390, 'sonmp'], [0x0391, 'edp'], [0x0392, 'eaps'], [0x0393, 'fdp'],
  // of Cisco, under its own SNAP organisation
  [0x0104, 'pagp'], [0x010b, 'pvst'], [0x0111, 'udld'], [0x2000, 'cdp'], [0x2003, 'vtp'], [0x2004, 'dtp'],
  [0x0000, 'llc'], [0x0600, 'xns'], [0x0bad, 'vines'], [0x4305, 'batman'], [0x6001, 'dec-mop-load'], [0x809a, 'wpan'], [0x80d5, 'sna-ethernet'],
  [0x8138, 'ipx-8138'], [0x88ca, 'tipc'], [0x0800, 'ipv4'], [0x0806, 'arp'], [0x0842, 'wol'], [0x22ea, 'srp'], [0x22f0, 'avtp'], [0x22f3, 'trill'],
  [0x6002, 'dec-mop'], [0x6003, 'decnet'], [0x6004, 'dec-lat'], [0x6558, 'teb'], [0x8035, 'rarp'], [0x809b, 'appletalk'],
  [0x80f3, 'aarp'], [0x8100, 'vlan'], [0x8137, 'ipx'], [0x8204, 'qnet'], [0x86dd, 'ipv6'], [0x8808, 'mac-control'],
  [0x8809, 'slow'], [0x8819, 'cobranet'], [0x8847, 'mpls'], [0x8848, 'mpls-multicast'], [0x8863, 'pppoe-discovery'],
  [0x8864, 'pppoe'], [0x887b, 'homeplug'], [0x888e, 'eapol'], [0x8892, 'profinet'], [0x889a, 'hyperscsi'], [0x88a2, 'aoe'],
  [0x88a4, 'ethercat'], [0x88a8, 'qinq'], [0x88ab, 'powerlink'], [0x88b8, 'goose'], [0x88b9, 'gse'], [0x88ba, 'sv'],
  [0x88bf, 'romon'], [0x88cc, 'lldp'], [0x88cd, 'sercos'], [0x88e1, 'homeplug-av'], [0x88e3, 'mrp'], [0x88e5, 'macsec'],
  [0x88e7, 'pbb'], [0x88f5, 'mvrp'], [0x88f6, 'mmrp'], [0x88f7, 'ptp'], [0x88f8, 'ncsi'], [0x88fb, 'prp'], [0x8902, 'cfm'],
  [0x8906, 'fcoe'], [0x8914, 'fip'], [0x8915, 'roce'], [0x891d, 'tte'], [0x893a, 'ieee1905'], [0x892f, 'hsr'],
  [0x894f, 'nsh'], [0x9000, 'loopback'], [0x9100, 'qinq-old'], [0x99fe, 'batadv'], [0xf1c1, 'r-tag'],
]);

/** Name of an EtherType; unknown ones as 0x and four hex digits. */
export function etherTypeName(etherType: number): string {
  return ETHER_TYPES.get(etherType) ?? `0x${etherType.toString(16).padStart(4, '0')}`;
}
