/** Remote access, tunnels, private networks and peers */
import type { Dissector } from '../dissector.ts';
import { appleRemoteDesktop } from './apple-remote-desktop.ts';
import { applejuice } from './applejuice.ts';
import { ayiya } from './ayiya.ts';
import { bitmessage } from './bitmessage.ts';
import { ciscoVpn } from './cisco-vpn.ts';
import { citrix } from './citrix.ts';
import { directConnect } from './direct-connect.ts';
import { directConnectSearch } from './direct-connect-search.ts';
import { dnscrypt } from './dnscrypt.ts';
import { fastd } from './fastd.ts';
import { fasttrack } from './fasttrack.ts';
import { gnutella2 } from './gnutella2.ts';
import { msnp } from './msnp.ts';
import { n2n } from './n2n.ts';
import { nano } from './nano.ts';
import { nebula } from './nebula.ts';
import { oscar } from './oscar.ts';
import { pcanywhere } from './pcanywhere.ts';
import { ppstream } from './ppstream.ts';
import { quassel } from './quassel.ts';
import { radmin } from './radmin.ts';
import { resilioSync } from './resilio-sync.ts';
import { rustdesk } from './rustdesk.ts';
import { stealthnet } from './stealthnet.ts';
import { telegram } from './telegram.ts';
import { threema } from './threema.ts';
import { tinc } from './tinc.ts';
import { tivoconnect } from './tivoconnect.ts';
import { vhua } from './vhua.ts';
import { wechat } from './wechat.ts';
import { ymsg } from './ymsg.ts';
import { zerotier } from './zerotier.ts';

export const REMOTE: readonly Dissector[] = [
  citrix,
  radmin,
  pcanywhere,
  rustdesk,
  tinc,
  n2n,
  nebula,
  fastd,
  zerotier,
  ayiya,
  ciscoVpn,
  dnscrypt,
  telegram,
  wechat,
  oscar,
  ymsg,
  msnp,
  directConnect,
  directConnectSearch,
  stealthnet,
  fasttrack,
  resilioSync,
  gnutella2,
  nano,
  vhua,
  ppstream,
  tivoconnect,
  applejuice,
  threema,
  appleRemoteDesktop,
  bitmessage,
  quassel,
];
