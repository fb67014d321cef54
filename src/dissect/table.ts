/**
 * The list of application protocols: one import and one line each, or one for a folder's list (FOLDER/list.ts). Where several
 * may claim a payload, the earlier line is asked first, so what has strong marks of its own stands before what has few.
 */

import { anydesk } from './access/anydesk.ts';
import { nomachine } from './access/nomachine.ts';
import { rdp } from './access/rdp.ts';
import { rlogin } from './access/rlogin.ts';
import { ssh } from './access/ssh.ts';
import { synergy } from './access/synergy.ts';
import { teamviewer } from './access/teamviewer.ts';
import { telnet, telnetPrompt } from './access/telnet.ts';
import { vnc } from './access/vnc.ts';
import { x11 } from './access/x11.ts';
import { xdmcp } from './access/xdmcp.ts';
import { cassandra } from './databases/cassandra.ts';
import { drda } from './databases/drda.ts';
import { elasticsearch } from './databases/elasticsearch.ts';
import { DATABASES } from './databases/list.ts';
import { memcached } from './databases/memcached.ts';
import { mongodb } from './databases/mongodb.ts';
import { mssql } from './databases/mssql.ts';
import { mysql } from './databases/mysql.ts';
import { oracle } from './databases/oracle.ts';
import { postgresql } from './databases/postgresql.ts';
import { redis } from './databases/redis.ts';
import { DEVICES } from './devices/list.ts';
import { dcerpc } from './directory/dcerpc.ts';
import { diameter } from './directory/diameter.ts';
import { kerberos } from './directory/kerberos.ts';
import { cldap, ldap } from './directory/ldap.ts';
import { radius } from './directory/radius.ts';
import { rpc } from './directory/rpc.ts';
import { tacacs } from './directory/tacacs.ts';
import type { Dissector } from './dissector.ts';
import { afp } from './files/afp.ts';
import { flute } from './files/flute.ts';
import { ftp } from './files/ftp.ts';
import { git } from './files/git.ts';
import { nfs } from './files/nfs.ts';
import { rsync } from './files/rsync.ts';
import { smb } from './files/smb.ts';
import { svn } from './files/svn.ts';
import { tftp } from './files/tftp.ts';
import { udpcast } from './files/udpcast.ts';
import { uftp } from './files/uftp.ts';
import { activision } from './games/activision.ts';
import { codMobile } from './games/cod-mobile.ts';
import { eaq } from './games/eaq.ts';
import { epicgames } from './games/epicgames.ts';
import { halflife2 } from './games/halflife2.ts';
import { heroesOfTheStorm } from './games/heroes-of-the-storm.ts';
import { GAMES } from './games/list.ts';
import { minecraft } from './games/minecraft.ts';
import { nintendo } from './games/nintendo.ts';
import { quake } from './games/quake.ts';
import { raknet } from './games/raknet.ts';
import { sourceEngine } from './games/source-engine.ts';
import { starcraft } from './games/starcraft.ts';
import { steam } from './games/steam.ts';
import { steamDatagramRelay } from './games/steam-datagram-relay.ts';
import { tencentGames } from './games/tencent-games.ts';
import { tesOnline } from './games/tes-online.ts';
import { tocaBoca } from './games/toca-boca.ts';
import { worldOfWarcraft } from './games/world-of-warcraft.ts';
import { bacnet } from './industry/buildings/bacnet.ts';
import { knx } from './industry/buildings/knx.ts';
import { egd } from './industry/controllers/egd.ts';
import { fins } from './industry/controllers/fins.ts';
import { s7comm } from './industry/controllers/s7comm.ts';
import { dnp3 } from './industry/energy/dnp3.ts';
import { iec104 } from './industry/energy/iec104.ts';
import { ieeeC37118 } from './industry/energy/ieee-c37118.ts';
import { enip } from './industry/fieldbus/enip.ts';
import { hartIp } from './industry/fieldbus/hart-ip.ts';
import { mms } from './industry/fieldbus/mms.ts';
import { modbus } from './industry/fieldbus/modbus.ts';
import { opcua } from './industry/fieldbus/opcua.ts';
import { tplinkShp } from './industry/home/tplink-shp.ts';
import { tuya } from './industry/home/tuya.ts';
import { dicom } from './industry/instruments/dicom.ts';
import { hislip } from './industry/instruments/hislip.ts';
import { hl7 } from './industry/instruments/hl7.ts';
import { ptp } from './industry/instruments/ptp.ts';
import { INDUSTRY } from './industry/list.ts';
import { can } from './industry/vehicles/can.ts';
import { someip } from './industry/vehicles/someip.ts';
import { trdp } from './industry/vehicles/trdp.ts';
import { imap } from './mail/imap.ts';
import { nntp } from './mail/nntp.ts';
import { pop3 } from './mail/pop3.ts';
import { smtp } from './mail/smtp.ts';
import { bfcp } from './media/bfcp.ts';
import { h323 } from './media/h323.ts';
import { iax } from './media/iax.ts';
import { iqiyi } from './media/iqiyi.ts';
import { MEDIA } from './media/list.ts';
import { megaco } from './media/megaco.ts';
import { mgcp } from './media/mgcp.ts';
import { mumble } from './media/mumble.ts';
import { rtcp } from './media/rtcp.ts';
import { rtmp } from './media/rtmp.ts';
import { rtp } from './media/rtp.ts';
import { rtsp } from './media/rtsp.ts';
import { shoutcast } from './media/shoutcast.ts';
import { sip } from './media/sip.ts';
import { skinny } from './media/skinny.ts';
import { sonos } from './media/sonos.ts';
import { stun } from './media/stun.ts';
import { teamspeak } from './media/teamspeak.ts';
import { zug } from './media/zug.ts';
import { dingtalk } from './messengers/dingtalk.ts';
import { discord } from './messengers/discord.ts';
import { imo } from './messengers/imo.ts';
import { irc } from './messengers/irc.ts';
import { lineCall } from './messengers/line-call.ts';
import { oicq } from './messengers/oicq.ts';
import { viber } from './messengers/viber.ts';
import { whatsapp } from './messengers/whatsapp.ts';
import { xmpp } from './messengers/xmpp.ts';
import { zoom } from './messengers/zoom.ts';
import { alljoyn } from './naming/alljoyn.ts';
import { dns } from './naming/dns.ts';
import { llmnr } from './naming/llmnr.ts';
import { mdns } from './naming/mdns.ts';
import { netbios } from './naming/netbios.ts';
import { slp } from './naming/slp.ts';
import { ssdp } from './naming/ssdp.ts';
import { whois } from './naming/whois.ts';
import { wsd } from './naming/wsd.ts';
import { dhcp } from './network/addressing/dhcp.ts';
import { dhcp6 } from './network/addressing/dhcp6.ts';
import { natPmp } from './network/addressing/nat-pmp.ts';
import { NETWORK } from './network/list.ts';
import { gtp } from './network/mobile/gtp.ts';
import { pfcp } from './network/mobile/pfcp.ts';
import { smpp } from './network/mobile/smpp.ts';
import { netflow } from './network/monitoring/netflow.ts';
import { rmcp } from './network/monitoring/rmcp.ts';
import { sflow } from './network/monitoring/sflow.ts';
import { snmp } from './network/monitoring/snmp.ts';
import { syslog } from './network/monitoring/syslog.ts';
import { ubiquiti } from './network/neighbours/ubiquiti.ts';
import { bfd } from './network/routing/bfd.ts';
import { bgp } from './network/routing/bgp.ts';
import { hsrp } from './network/routing/hsrp.ts';
import { ldp } from './network/routing/ldp.ts';
import { lisp } from './network/routing/lisp.ts';
import { openflow } from './network/routing/openflow.ts';
import { rip } from './network/routing/rip.ts';
import { ntp } from './network/time/ntp.ts';
import { roughtime } from './network/time/roughtime.ts';
import { capwap } from './network/tunnels/capwap.ts';
import { geneve } from './network/tunnels/geneve.ts';
import { merakiCloud } from './network/tunnels/meraki-cloud.ts';
import { teredo } from './network/tunnels/teredo.ts';
import { vxlan } from './network/tunnels/vxlan.ts';
import { bitcoin } from './peers/bitcoin.ts';
import { bittorrent } from './peers/bittorrent.ts';
import { dropbox } from './peers/dropbox.ts';
import { edonkey } from './peers/edonkey.ts';
import { ethereum } from './peers/ethereum.ts';
import { gnutella } from './peers/gnutella.ts';
import { hyperswarm } from './peers/hyperswarm.ts';
import { mining } from './peers/mining.ts';
import { monero } from './peers/monero.ts';
import { opendht } from './peers/opendht.ts';
import { soulseek } from './peers/soulseek.ts';
import { syncthing } from './peers/syncthing.ts';
import { amqp } from './queues/amqp.ts';
import { gearman } from './queues/gearman.ts';
import { giop } from './queues/giop.ts';
import { kafka } from './queues/kafka.ts';
import { mqtt } from './queues/mqtt.ts';
import { nats } from './queues/nats.ts';
import { openwire } from './queues/openwire.ts';
import { rtps } from './queues/rtps.ts';
import { stomp } from './queues/stomp.ts';
import { thrift } from './queues/thrift.ts';
import { zmtp } from './queues/zmtp.ts';
import { REMOTE } from './remote/list.ts';
import { SERVERS } from './servers/list.ts';
import { avast } from './systems/agents/avast.ts';
import { checkmk } from './systems/agents/checkmk.ts';
import { collectd } from './systems/agents/collectd.ts';
import { ookla } from './systems/agents/ookla.ts';
import { zabbix } from './systems/agents/zabbix.ts';
import { finger } from './systems/classic/finger.ts';
import { json } from './systems/data/json.ts';
import { msgpack } from './systems/data/msgpack.ts';
import { bjnp } from './systems/devices/bjnp.ts';
import { kismet } from './systems/devices/kismet.ts';
import { nestLogSink } from './systems/devices/nest-log-sink.ts';
import { SYSTEMS } from './systems/list.ts';
import { ceph } from './systems/storage/ceph.ts';
import { fix } from './systems/trading/fix.ts';
import { espUdp } from './vpn/esp-udp.ts';
import { ike } from './vpn/ike.ts';
import { openvpn } from './vpn/openvpn.ts';
import { pptp } from './vpn/pptp.ts';
import { socks } from './vpn/socks.ts';
import { tailscale } from './vpn/tailscale.ts';
import { wireguard } from './vpn/wireguard.ts';
import { ads } from './web/ads.ts';
import { ajp } from './web/ajp.ts';
import { coap } from './web/coap.ts';
import { dtls } from './web/dtls.ts';
import { fastcgi } from './web/fastcgi.ts';
import { haproxy } from './web/haproxy.ts';
import { http } from './web/http.ts';
import { http2 } from './web/http2.ts';
import { jsonRpc } from './web/json-rpc.ts';
import { quic } from './web/quic.ts';
import { spotify } from './web/spotify.ts';
import { tls } from './web/tls.ts';

export const DISSECTORS: readonly Dissector[] = [
  tls,
  quic,
  http2,
  http,
  ssh,
  smtp,
  ftp,
  pop3,
  imap,
  telnet,
  telnetPrompt,
  dhcp,
  dhcp6,
  ntp,
  netbios,
  rip,
  finger,
  mdns,
  llmnr,
  dtls,
  ...INDUSTRY,
  ...DATABASES,
  ...DEVICES,
  ...NETWORK,
  ...SYSTEMS,
  ...SERVERS,
  ...REMOTE,
  ...GAMES,
  ...MEDIA,
  activision,
  afp,
  alljoyn,
  amqp,
  avast,
  bacnet,
  bfcp,
  bgp,
  bjnp,
  can,
  checkmk,
  codMobile,
  dingtalk,
  discord,
  drda,
  dropbox,
  eaq,
  edonkey,
  egd,
  elasticsearch,
  epicgames,
  ethereum,
  fins,
  fix,
  flute,
  gearman,
  giop,
  git,
  gnutella,
  h323,
  halflife2,
  haproxy,
  hartIp,
  heroesOfTheStorm,
  hislip,
  hsrp,
  iax,
  ieeeC37118,
  ike,
  iqiyi,
  kafka,
  kerberos,
  kismet,
  ldap,
  cldap,
  lineCall,
  merakiCloud,
  mining,
  jsonRpc,
  mms,
  modbus,
  monero,
  mongodb,
  natPmp,
  nestLogSink,
  netflow,
  nfs,
  nintendo,
  nntp,
  nomachine,
  oicq,
  ookla,
  openflow,
  oracle,
  pfcp,
  postgresql,
  pptp,
  radius,
  raknet,
  rdp,
  redis,
  rmcp,
  roughtime,
  rpc,
  rtmp,
  rtps,
  rtsp,
  s7comm,
  sflow,
  sip,
  skinny,
  slp,
  smb,
  snmp,
  socks,
  sonos,
  sourceEngine,
  spotify,
  ssdp,
  starcraft,
  steamDatagramRelay,
  steam,
  stun,
  syncthing,
  tailscale,
  teamspeak,
  teamviewer,
  tencentGames,
  tesOnline,
  thrift,
  tocaBoca,
  trdp,
  irc,
  tuya,
  ubiquiti,
  udpcast,
  uftp,
  vnc,
  worldOfWarcraft,
  wsd,
  xmpp,
  zabbix,
  zug,
  ads,
  ajp,
  anydesk,
  bfd,
  bitcoin,
  capwap,
  cassandra,
  ceph,
  dcerpc,
  diameter,
  dicom,
  dnp3,
  enip,
  fastcgi,
  geneve,
  hl7,
  iec104,
  knx,
  ldp,
  lisp,
  megaco,
  memcached,
  mgcp,
  minecraft,
  mssql,
  mumble,
  nats,
  opcua,
  openwire,
  ptp,
  rlogin,
  rsync,
  shoutcast,
  smpp,
  someip,
  soulseek,
  stomp,
  svn,
  synergy,
  tacacs,
  teredo,
  tplinkShp,
  vxlan,
  whois,
  x11,
  xdmcp,
  zmtp,
  dns,
  hyperswarm,
  opendht,
  imo,
  // few marks of their own
  bittorrent,
  coap,
  collectd,
  espUdp,
  gtp,
  mqtt,
  mysql,
  openvpn,
  quake,
  rtcp,
  rtp,
  syslog,
  tftp,
  viber,
  whatsapp,
  wireguard,
  zoom,
  // forms of data, which many speak
  json,
  msgpack,
];
