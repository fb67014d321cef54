/** What application protocols are for, our own list: the category of flows whose service is not known. */

/** category → application protocols separated by spaces */
// biome-ignore format: one category a line
export const APP_CATEGORIES: Readonly<Record<string, string>> = {
  web: 'tls quic http http2 dtls websocket http-proxy soap fastcgi ajp flute json-rpc',
  dns: 'dns mdns llmnr netbios whois',
  time: 'ntp ptp ptpv2 roughtime',
  mail: 'smtp imap pop3 smtps imaps pop3s',
  chat: 'xmpp irc oicq dingtalk imo viber whatsapp nntp synergy',
  voice: 'sip rtp rtcp stun h323 megaco mgcp skinny iax line-call zoom mumble teamspeak bfcp discord zug',
  video: 'rtsp rtmp iqiyi shoutcast',
  music: 'spotify sonos',
  games:
    'activision cod-mobile epicgames halflife2 heroes-of-the-storm minecraft nintendo quake raknet source-engine starcraft steam ' +
    'steam-datagram-relay tencent-games tes-online toca-boca world-of-warcraft eaq',
  files: 'ftp ftps tftp smb nfs afp rsync svn git uftp syncthing dropbox',
  database: 'mysql postgresql mssql oracle drda mongodb redis cassandra memcached elasticsearch',
  queue: 'amqp kafka mqtt nats openwire stomp zmtp gearman',
  rpc: 'rpc dcerpc giop thrift',
  'sign-in': 'ldap cldap kerberos radius tacacs diameter eapol',
  remote: 'ssh telnet rlogin rdp vnc x11 xdmcp anydesk teamviewer nomachine rmcp',
  vpn: 'wireguard openvpn ike esp ah ipcomp l2tp pptp gre tailscale socks teredo',
  download: 'bittorrent edonkey gnutella soulseek',
  mining: 'bitcoin ethereum monero mining',
  home: 'tuya-lp tplink-shp nest-log-sink meraki-cloud ubiquiti ssdp wsd knxnet-ip coap bjnp',
  industrial:
    'modbus dnp3 s7comm iec60870-5-104 iso9506-1-mms ethernet-ip ethernet-global-data bacnet opc-ua beckhoff-ads fins hart-ip hislip ' +
    'ieee-c37118 can some-ip trdp rtps dicom hl7',
  telemetry: 'syslog netflow sflow collectd zabbix checkmk kismet snmp',
  security: 'avast',
  money: 'fix smpp',
  storage: 'ceph',
  network:
    'arp icmp icmp6 igmp dhcp dhcp6 bgp ospf rip eigrp egp igp ldp rsvp pim vrrp hsrp bfd lldp nat-pmp openflow capwap slp finger lisp ' +
    'haproxy gtp pfcp vxlan geneve mpls pppoe etherip ipip 6in4 sctp pgm i3d ookla',
};

const BY_APP: ReadonlyMap<string, string> = new Map(
  Object.entries(APP_CATEGORIES).flatMap(([category, apps]) => apps.split(' ').map((app) => [app, category] as const)),
);

/** '' = not in the list */
export function categoryOfApp(app: string): string {
  return BY_APP.get(app) ?? '';
}
