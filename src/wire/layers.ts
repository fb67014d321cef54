/**
 * The layers of a packet from the link up, as one small number: a node of a trie that grows with the combinations seen. The
 * number of combinations is bounded; hostile nesting beyond it ends at the last node known.
 */
export const LAYERS = [
  '',
  'eth',
  'sll',
  'sll2',
  'null',
  'raw',
  'ppp',
  'vlan',
  'mpls',
  'pppoe',
  'llc',
  'snap',
  'arp',
  'ipv4',
  'ipv6',
  'tcp',
  'udp',
  'icmp',
  'icmp6',
  'igmp',
  'sctp',
  'dccp',
  'udplite',
  'esp',
  'ah',
  'gre',
  'other',
  // links
  'wlan',
  'radiotap',
  'prism',
  'avs',
  'ppi',
  'nflog',
  'pflog',
  'enc',
  'chdlc',
  'fr',
  'fddi',
  'tr',
  'slip',
  'atm',
  'ipoib',
  'ieee1394',
  'fc',
  'ipnet',
  'erf',
  'docsis',
  'juniper',
  'netanalyzer',
  'pktap',
  'arcnet',
  'infiniband',
  'epon',
  'gfp',
  'alp',
  'ax25',
  'symantec',
  'redback',
  'vpp',
  'exported',
  // tags and headers between link and network
  'pbb',
  'macsec',
  'dsa',
  'vntag',
  'cmd',
  'fabricpath',
  'trill',
  'isl',
  'hsr',
  'rtag',
  'pw',
  'nsh',
  'batadv',
  'etag',
  'arista',
  // tunnels
  'vxlan',
  'vxlan-gpe',
  'geneve',
  'nvgre',
  'erspan',
  'pptp',
  'gtp',
  'teredo',
  'l2tp',
  'etherip',
  'capwap',
  'tzsp',
  'lisp',
  'gue',
  'ayiya',
  'eoip',
  'aruba',
  'jmirror',
  'peekremote',
  // kinds of tunnels without a header of their own
  'ipip',
  '6in4',
  '4in6',
  '6in6',
  'pim',
] as const;
export type LayerName = Exclude<(typeof LAYERS)[number], ''>;

const FAN_OUT = 128; // ≥ LAYERS.length
const MAX_NODES = 4096;

export const layer = (name: LayerName): number => LAYERS.indexOf(name);

export class LayerTrie {
  private next = new Int32Array(64 * FAN_OUT);
  private readonly parent = new Uint16Array(MAX_NODES);
  private readonly top = new Uint8Array(MAX_NODES);
  private nodes = 1;

  /** The node one layer up from `node`; 0 is the empty stack. */
  push(node: number, layer: number): number {
    const child = this.next[node * FAN_OUT + layer]!;
    return child !== 0 ? child : this.add(node, layer);
  }

  /** "eth:vlan:ipv4:tcp" of a node. */
  name(node: number): string {
    const names: string[] = [];
    for (let at = node; at !== 0; at = this.parent[at]!) names.unshift(LAYERS[this.top[at]!]!);
    return names.join(':');
  }

  /** The uppermost layer of a node, an index into LAYERS. */
  topOf(node: number): number {
    return this.top[node]!;
  }

  private add(node: number, layer: number): number {
    if (this.nodes === MAX_NODES) return node;
    const child = this.nodes++;
    if ((child + 1) * FAN_OUT > this.next.length) {
      const next = new Int32Array(this.next.length * 2);
      next.set(this.next);
      this.next = next;
    }
    this.next[node * FAN_OUT + layer] = child;
    this.parent[child] = node;
    this.top[child] = layer;
    return child;
  }
}
