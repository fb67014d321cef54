/** What carried a flow's packets: tunnels and tags. */
import { type Field, field, G } from './field.ts';

export const TUNNEL_FIELDS: readonly Field[] = [
  field(
    'Tunnels',
    'tunnel',
    'text',
    'Tunnel',
    'tunnels around the flow, the outermost first: kind and outer addresses, for example vxlan 10.0.0.1>10.0.0.2',
    { ...G, fact: 'text' },
  ),
  field('Tunnels', 'vni', 'number', 'VNI', 'network identifier of VXLAN, GENEVE, NVGRE or LISP; of the innermost', {
    ...G,
    fact: 'number',
    aliases: ['vxlan.vni', 'geneve.vni'],
  }),
  field(
    'Tunnels',
    'tunnel.id',
    'number',
    'Tunnel number',
    'number in the innermost tunnel header that is no VNI: GTP TEID, GRE key, L2TP or ERSPAN session; of the first packet',
    { ...G, fact: 'number', aliases: ['gtp.teid', 'gre.key'] },
  ),
  field('Tunnels', 'vlan.inner', 'number', 'Inner VLAN', 'second 802.1Q VLAN identifier, inside the outermost', {
    ...G,
    fact: 'number',
  }),
  field('Tunnels', 'ike.version', 'text', 'IKE version', '1.0 or 2.0', { ...G, fact: 'text' }),
  field('Tunnels', 'ike.exchanges', 'text', 'IKE exchanges', 'kinds of exchanges seen: IKE_SA_INIT IKE_AUTH …', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['isakmp.exchangetype'],
  }),
  field(
    'Tunnels',
    'ike.offered',
    'text',
    'IKE offers',
    'ciphers, hashes and groups the initiator offered, the first few',
    {
      ...G,
      fact: 'text',
      many: true,
    },
  ),
  field('Tunnels', 'ike.proposal', 'text', 'IKE proposal', 'ciphers, hashes and group the responder chose', {
    ...G,
    fact: 'text',
  }),
  field('Tunnels', 'ike.error', 'text', 'IKE errors', 'errors told in clear, such as NO_PROPOSAL_CHOSEN', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['isakmp.notify.msgtype'],
  }),
];
