/** Variants of common protocols, each the first payload of a flow: the whole engine names them, whoever is asked before. */
import { expect, test } from 'vitest';
import { ascii, hear, hex } from './testing.ts';

type Variant = readonly [app: string, proto: 6 | 17, src: number, dst: number, bytes: Uint8Array, fromServer?: true];
const z = (bytes: number): string => '00'.repeat(bytes);

// biome-ignore format: one protocol a line
const VARIANTS: readonly Variant[] = [
 ['ntp',17,50000,123,hex(`1b${z(47)}`)], ['ntp',17,50000,123,hex(`e3 00 06 ec ${z(44)}`)], ['ntp',17,50000,123,hex(`160200010000000000000000`)], ['ntp',17,50000,123,hex(`17000 32a${z(4)}`)], ['ntp',17,123,123,hex(`d9000afa${z(8)}00010290${z(32)}`)], ['ntp',17,50000,123,hex(`23${z(47)}00000001${'ab'.repeat(16)}`)],
 ['snmp',17,50000,161,hex('302902010104067075626c6963a01c02040c1f5d2e020100020100300e300c06082b060102010101000500')], ['snmp',17,50000,162,hex('302902010104067075626c6963a71c02040c1f5d2e020100020100300e300c06082b060102010101000500')],
 ['snmp',17,50000,161,hex('303e020103301102042f3b2c11020300ffe30401040201030410300e0400020100020100040004000400301404000400a00e02042f3b2c10020100020100 3000')],
 ['radius',17,50000,3799,hex(`28 01 0014 ${'ab'.repeat(16)}`)], ['radius',17,50000,1812,hex(`0c 01 0026 ${'ab'.repeat(16)} 5012 ${'cd'.repeat(16)}`)], ['radius',17,50000,1813,hex(`04 01 001a ${'ab'.repeat(16)} 2806 00000001`)],
 ['tftp',17,50000,69,ascii('\0\x01file.bin\0octet\0blksize\x001468\0tsize\x000\0')], ['tftp',17,50000,69,ascii('\0\x02x\0NETASCII\0')],
 ...['PUBLISH','UPDATE','REFER','PRACK','INFO','NOTIFY','MESSAGE'].map((m): Variant => ['sip',17,5060,40000,ascii(`${m} sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP x\r\nCall-ID: 1\r\n\r\n`)]),
 ['sip',17,5060,5060,ascii('REGISTER sips:a SIP/2.0\r\n\r\n')], ['sip',17,5060,5060,ascii('SIP/2.0 100 Trying\r\n\r\n')],
 ['redis',6,50000,6379,ascii('PING\r\n')], ['redis',6,50000,40000,ascii('*1\r\n$4\r\nPING\r\n')], ['redis',6,50000,40000,ascii('*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n')], ['redis',6,50000,6379,ascii('+PONG\r\n'),true], ['redis',6,50000,6379,ascii('-NOAUTH Authentication required.\r\n'),true],
 ['memcached',6,50000,11211,ascii('get foo\r\n')], ['memcached',6,50000,11211,ascii('stats\r\n')], ['memcached',6,50000,11211,ascii('version\r\n')], ['memcached',6,50000,11211,ascii('set foo 0 900 3\r\nbar\r\n')], ['memcached',6,50000,11211,hex(`80 00 0003 00 00 0000 00000003 00000000 ${z(8)} 666f6f`)], ['memcached',17,50000,11211,hex('000000000001000073746174730d0a')], ['memcached',6,50000,11211,ascii('mg foo v\r\n')], ['memcached',6,50000,11211,ascii('gets foo bar\r\n')],
 ['mongodb',6,50000,27017,hex('3f0000000100000000000000d407000000000000 61646d696e2e24636d640000000000ffffffff18000000106973 4d61737465720001000000 00')], ['mongodb',6,50000,40000,hex('270000000100000000000000dd0700000000000000120000001070696e6700010000 0000')],
 ['bacnet',17,47808,47808,hex('810b000c0120ffff00ff1008')], ['bacnet',17,47808,47808,hex('81040018 c0a80001bac0 0120ffff00ff1000c40200000122')], ['bacnet',17,47809,47809,hex('810b000c0120ffff00ff1008')],
 ['coap',17,50000,5683,hex('40 01 1234 b4 74657374')], ['coap',17,50000,5683,hex('40001234')], ['coap',17,50000,5683,hex('44 02 1234 aabbccdd b4 74657374 ff 7b7d')], ['coap',17,50000,5683,hex('60 45 1234 c0 ff 7b7d')],
 ['rtcp',17,50000,50001,hex('80c80006 11223344 00000000 00000000 00000000 00000000 00000000')], ['rtcp',17,50000,50001,hex('81cd0003 11223344 55667788 00010000')], 
 ['vnc',6,50000,40000,ascii('RFB 003.889\n'),true], ['vnc',6,50000,40000,ascii('RFB 004.001\n'),true], ['vnc',6,50000,40000,ascii('RFB 003.003\n'),true],
 ['ssh',6,50000,40000,ascii('SSH-1.99-OpenSSH_3\n'),true],
 ['smtp',6,50000,25,ascii('220-mail ESMTP\r\n220 x\r\n'),true], ['smtp',6,50000,25,ascii('554 5.7.1 no\r\n'),true], ['smtp',6,50000,587,ascii('EHLO x\r\n')], 
 ['imap',6,50000,143,ascii('* PREAUTH IMAP4rev1 ready\r\n'),true], ['imap',6,50000,143,ascii('* BYE no\r\n'),true], ['imap',6,50000,143,ascii('a1 LOGIN x y\r\n')], ['pop3',6,50000,110,ascii('+OK ready <1.2@x>\r\n'),true],
 ['irc',6,50000,6667,ascii('CAP LS 302\r\n')], ['irc',6,50000,6667,ascii('PASS x\r\nNICK y\r\nUSER a b c :d\r\n')], ['irc',6,50000,40000,ascii('NICK y\r\nUSER a 0 * :d\r\n')],
 ['xmpp',6,50000,5222,ascii("<?xml version='1.0'?><stream:stream xmlns='jabber:client' to='x' xmlns:stream='http://etherx.jabber.org/streams'>")], ['xmpp',6,50000,40000,ascii("<stream:stream to='x' xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>")],
 ...['f9beb4d9','0b110907','0a03cf40','fabfb5da','fbc0b6db','c0c0c0c0'].map((m): Variant => ['bitcoin',6,50000,40000,hex(`${m}76657273696f6e0000000000 00000064 12345678 ${z(100)}`)]),
 ['mining',6,50000,3333,ascii('{"id": 1, "method": "mining.configure", "params": [["version-rolling"], {"version-rolling.mask": "1fffe000"}]}\n')], ['mining',6,50000,3333,ascii('{"id":1,"jsonrpc":"2.0","method":"login","params":{"login":"4A","pass":"x","agent":"XMRig/6.2","algo":["rx/0"]}}\n')], ['mining',6,50000,4444,ascii('{"jsonrpc":"2.0","id":1,"method":"eth_submitLogin","params":["0x1"]}\n')], ['mining',6,50000,4444,ascii('{"id":1,"method":"mining.subscribe","params":["NiceHash/1.0.0"]}\n')], ['mining',6,50000,4444,ascii('{"worker": "eth1.0", "jsonrpc": "2.0", "params": ["0xabc", "x"], "id": 2, "method": "eth_login"}\n')],
 ['syslog',17,50000,514,ascii('<34>1 2003-10-11T22:14:15.003Z host su - ID47 - x')], ['syslog',17,50000,514,ascii('<34>Oct 11 22:14:15 host su: x')], ['syslog',6,50000,601,ascii('47 <34>1 2003-10-11T22:14:15.003Z host su - ID47 - x')], ['syslog',17,50000,40000,ascii('<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - hi')], ['syslog',17,50000,514,ascii('<13>root: hello')],
 ['netflow',17,50000,2055,hex(`0005 0001 0000ffff 5f000000 00000000 00000001 00000000 ${z(48)}`)], ['netflow',17,50000,9996,hex(`0009 0001 00010000 5f000000 00000001 00000000 0000 0010 0100 0002 0001 0004 0002 0004`)], ['netflow',17,50000,4739,hex(`000a 0020 5f000000 00000001 00000000 0002 0010 0100 0002 0001 0004 0002 0004`)], ['netflow',17,50000,2055,hex(`0001 0001 0000ffff 5f000000 00000000 ${z(52)}`)],
 ['sflow',17,50000,6343,hex(`00000005 00000001 0a000001 00000000 00000001 00001000 00000001 00000001 00000008 ${z(8)}`)],
 ['gtp',17,2123,2123,hex('32 01 0004 00000000 0001 0000')], ['gtp',17,2123,2123,hex('40 01 0009 000001 00 0300 01 00 05')], 
 ['bittorrent',17,50000,6881,ascii('d1:ad2:id20:aaaaaaaaaaaaaaaaaaaae1:q4:ping1:t2:aa1:y1:qe')], ['bittorrent',17,50000,40000,ascii('d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee')], ['bittorrent',17,50000,40000,ascii('d1:rd2:id20:aaaaaaaaaaaaaaaaaaaae1:t2:aa1:v4:LT\0\x011:y1:re')], ['bittorrent',17,50000,40000,ascii('d2:ip6:aaaaaa1:rd2:id20:aaaaaaaaaaaaaaaaaaaae1:t2:aa1:y1:re')], ['bittorrent',17,50000,40000,ascii('d1:ad2:id20:aaaaaaaaaaaaaaaaaaaa6:target20:aaaaaaaaaaaaaaaaaaaae1:q9:find_node1:t2:aa1:v4:LT011:y1:qe')], ['bittorrent',17,50000,40000,ascii('d1:ad4:bs64i1e2:id20:aaaaaaaaaaaaaaaaaaaae1:q4:ping1:t2:aa1:y1:qe')],
 ['source-engine',17,50000,27015,hex('ffffffff54536f7572636520456e67696e6520517565727900')], ['source-engine',17,50000,27015,hex('ffffffff5500000000')], ['source-engine',17,50000,27015,hex('ffffffff41aabbccdd'),true], ['source-engine',17,50000,27020,hex('ffffffff54536f7572636520456e67696e6520517565727900aabbccdd')],
 ['minecraft',6,50000,25565,hex('10 00 f805 09 6c6f63616c686f7374 63dd 01')],
 ['raknet',17,50000,19132,hex(`01 0000000000000001 00ffff00fefefefefdfdfdfd12345678 0000000000000002`)],
 ['rdp',6,50000,40000,hex('0300002f2ae00000000000436f6f6b69653a206d737473686173683d757365720d0a01000800030000 0000')], ['rdp',6,50000,40000,hex('0300003631e00000000000436f6f6b69653a206d7374733d333634303230353232382e31353632392e303030300d0a0100080003000000')],
 ['ldap',6,50000,389,hex('300c0201016007020103040080 00')], ['ldap',6,50000,40000,hex('301d02010177188016312e332e362e312e342e312e313436362e3230303337')], ['ldap',6,50000,389,hex('30250201016320040030 0a01 00')],
 ['dcerpc',6,50000,135,hex('05000b03100000004800000001000000b810b8100000000001000000000001000883afe11f5dc91191a408002b14a0fa03000000045d888aeb1cc9119fe808002b10486002000000')],
 ['socks',6,50000,1080,hex('050100')], ['socks',6,50000,40000,hex('05020002')], ['socks',6,50000,1080,hex('04010050c0000201 00')],
 ['amqp',6,50000,40000,hex('414d515000000901')], ['amqp',6,50000,40000,hex('414d515003010000')], ['stomp',6,50000,61613,ascii('CONNECT\naccept-version:1.2\nhost:x\n\n\0')], ['nats',6,50000,4222,ascii('INFO {"server_id":"x","version":"2"}\r\n'),true],
 ['cassandra',6,50000,9042,hex('040000000500000000')], ['cassandra',6,50000,9042,hex('0500000001000000160001000b43514c5f56455253494f4e0005332e302e30')],
 ['http',6,50000,40000,ascii('PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n')], ['http',6,50000,80,ascii('POST /x HTTP/1.0\n\n')],
 ['ssdp',17,50000,1900,ascii('M-SEARCH * HTTP/1.1\r\nHOST:239.255.255.250:1900\r\nMAN:"ssdp:discover"\r\n\r\n')], ['ssdp',17,1900,50000,ascii('HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nLOCATION: http://x\r\n\r\n')],
 ['wireguard',17,50000,51820,hex(`01000000 11223344 ${'ab'.repeat(108)} ${z(32)}`)],
 ['dhcp6',17,546,547,hex('01 123456 0001000a00030001aabbccddeeff')], ['stun',17,50000,3478,hex('000100002112a442aabbccddeeff001122334455')], ['stun',17,50000,3478,hex('00010000aabbccddaabbccddeeff001122334455')], ['stun',6,50000,443,hex('000300002112a442aabbccddeeff001122334455')],
 ['rsync',6,50000,873,ascii('@RSYNCD: 31.0\n')], ['rsync',6,50000,873,ascii('@RSYNCD: 31.0 sha512 sha256 md5\n'),true], ['git',6,50000,9418,ascii('0033git-upload-pack /p.git\0host=x\0\0version=2\0')],
 ['telnet',6,50000,23,hex('fffd18fffd20fffd23fffd27')], ['finger',6,50000,79,ascii('root\r\n')], ['whois',6,50000,43,ascii('example.com\r\n')], ['nntp',6,50000,119,ascii('200 news.example.org InterNetNews NNRP server ready (posting ok)\r\n'),true],
 ['diameter',6,50000,3868,hex('0100001480000101 00000000 11223344 55667788')], ['tacacs',6,50000,49,hex('c00101001122334400000010'+'ab'.repeat(16))], ['bgp',6,50000,179,hex('ff'.repeat(16)+'001d0104fde800b40a00000100')], ['ldp',17,646,646,hex('0001001e0a000001000001000014000000010400000 4000f0000 0401 0004 0a000001')],
 ['modbus',6,50000,502,hex('000100000006010300000001')], ['s7comm',6,50000,102,hex('0300001902f08032010000000000080000f0000001000101e0')], ['dnp3',6,50000,20000,hex('0564 05 c0 0100 0004 e921')], ['iec60870-5-104',6,50000,2404,hex('680407000000')], ['opc-ua',6,50000,4840,hex('48454c4620000000000000000000010000000100000000000000000000000000')], ['ethernet-ip',6,50000,44818,hex('65000400000000000000000000000000000000000000000001000000')], ['hart-ip',17,50000,5094,hex('0100000000010 00d0100007530')], ['knxnet-ip',17,3671,3671,hex('06100201000e0801c0a80001 0e57')],
 ['zabbix',6,50000,10051,hex('5a425844010d00000000000000')], ['zeromq',6,50000,40000,hex('ff00000000000000017f03')], ['kafka',6,50000,9092,hex('0000001a0012000300000001000a636f6e73756d65722d310002 6101 62 00')],
 ['mysql',6,50000,40000,hex('4a0000000a382e302e33330008000000 1122334455667788 00 ffff ff 0200 ffdf 15 00000000000000000000 112233445566778899aabbcc00 6d7973716c5f6e61746976655f70617373776f726400'),true], ['postgresql',6,50000,40000,hex('00000008 04d2162f')], ['mssql',6,50000,1433,hex('1201002f0000010000001a00060100200001020021000103002200040400260001ff0000000000000000000000000000')],
 ['oracle',6,50000,1521,hex('00c8000001000000013a012c00412000ffff7f0800000100')], ['teamviewer',6,50000,5938,hex('17240a2000880000')], 
 ['jrmi',6,50000,1099,hex('4a524d4900024b')], ['ajp',6,50000,8009,hex('1234000f 02 02 0008485454502f312e31 0000')], ['fastcgi',6,50000,9000,hex('0101000100080000 0001000000000000')], ['tinc',6,50000,655,ascii('0 host 17.7\n')], ['rip',17,520,520,hex(`02020000 00020000 0a000000 ff000000 00000000 00000001`)], ['rip',17,521,521,hex(`01010000 ${z(19)}10`)], ['hsrp',17,1985,1985,hex(`00001003 0a640000 636973636f000000 0a000001`)], ['vxlan',17,50000,4789,hex(`08000000 00007b00 ${'ffffffffffff aabbccddeeff 0806'} ${z(28)}`)],
];

test.each(VARIANTS.map((variant, n) => ({ n, app: variant[0], variant })))('$n $app', ({ variant }) => {
  const [app, proto, src, dst, bytes, fromServer] = variant;
  const { app: told, by } = hear(proto, src, dst, [
    { bytes, ...(fromServer === undefined ? {} : { dst: fromServer }) },
  ]);
  expect(`${told} ${by}`).toBe(`${app} inspected`);
});
