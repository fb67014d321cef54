/** Remote access, tunnels, private networks and peers: payloads that are theirs, and payloads that only look so. */
import { type Case, testList } from '../list-testing.ts';
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
import { REMOTE } from './list.ts';
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

const YES: readonly Case[] = [
  [quassel, 'a client that probes', '42b33f03 00000001 80000002'],
  [citrix, 'ICA detected', '7f7f "ICA" 00 7f7f "ICA" 00', { sendPort: 1494 }],
  [radmin, 'the first request', '01000000 01000000 0808', { recvPort: 4899 }],
  [pcanywhere, 'a question', '"NQ"', { proto: 17, recvPort: 5632 }],
  [rustdesk, 'a peer registers', '32 0d 0a 09 "123456789" 10 01', { proto: 17, recvPort: 21116 }],
  [tinc, 'an id', '"0 alpha 17.7\\n"', { recvPort: 655 }],
  [n2n, 'a registration', '03 02 0005 "mynetwork" 00*11 00000001', { recvPort: 7654 }],
  [nebula, 'the first handshake', '10000000 00000000 0000000000000001 a5*64 0a 10 0a 0e 12*14', { recvPort: 40000 }],
  [nebula, 'a message', '11000000 d3402d6f 0000000000000005 a5*40', { recvPort: 4242 }],
  [fastd, 'a handshake', '0100 0016 0000 0100 01 0300 0100 01 0400 0100 00 0d00 0300 "v22"', { recvPort: 10000 }],
  [
    fastd,
    'a handshake behind the header of L2TP',
    'c803000c 00000000 00000000 0100 0016 0000 0100 02 0300 0100 01 0400 0100 00 0d00 0300 "v22"',
    { sendPort: 10000 },
  ],
  [
    n2n,
    'a registration of version 1',
    '01 01 00 00 "rbnet" 00 00*2 a5*8 0a0b0c0d0e0f 00*6 02 00*19 02 00 bff0 00*16 00',
    { recvPort: 7654 },
  ],
  [telegram, 'the full transport', '34000000 00000000 00*8 9441702af2a5046b 14000000 f18e7ebe a5*20', { recvPort: 80 }],
  [
    zerotier,
    'a HELLO',
    'a1b2c3d4e5f60708 1122334455 66778899aa 00 00*8 01 0b 01 0c 0002 0000018bcfe56800 66778899aa 00 a5*64',
    { recvPort: 9993 },
  ],
  [ayiya, 'a beat', '41 52 11 3b 4a5b6c7d 20010db8 00000000 00000000 00000002', { recvPort: 5072 }],
  [ciscoVpn, 'a probe', 'fe577e2b 00000000 00000001', { recvPort: 10000 }],
  [dnscrypt, 'an answer', '"r6fnvWj8" a5*40', { proto: 17, sendPort: 443, recvPort: 50000 }],
  [telegram, 'a key asked for', 'ef 0a 0000000000000000 e0b7a9d25c3d8b64 14000000 78974660 a5*16', { recvPort: 443 }],
  [wechat, 'a client hello', '16 f104 0010 00000000 00000000 00000000 00000000', { recvPort: 80 }],
  [oscar, 'the version', '2a 01 1234 0004 00000001', { recvPort: 5190 }],
  [ymsg, 'a login', '"YMSG" 0010 0000 0000 0057 00000000 00000000', { recvPort: 5050 }],
  [msnp, 'a version', '"VER 1 MSNP18 MSNP17 CVR0\\r\\n"', { recvPort: 1863 }],
  [directConnect, 'what a hub supports', '"ISUP ADBASE ADTIGR\\n"', { sendPort: 1511 }],
  [directConnect, 'a lock', '"$Lock EXTENDEDPROTOCOLABCABCABC Pk=version|"', { sendPort: 411 }],
  [
    directConnectSearch,
    'an answer',
    '"$SR alice share\\\\file.txt" 05 "1024 3/5" 05 "Hub (10.0.0.1:411)|"',
    { recvPort: 412 },
  ],
  [stealthnet, 'the banner', '"LARS REGENSBURGER\'S FILE SHARING PROTOCOL 0.2"', { recvPort: 6097 }],
  [fasttrack, 'a push', '"GIVE 12345678\\r\\n"', { recvPort: 1214 }],
  [resilioSync, 'an announcement', '"BSYNC\\0d1:m4:ping4:peer20:"', { recvPort: 3838 }],
  [gnutella2, 'a datagram', '"GND" 01 0001 01 01 48', { recvPort: 6346 }],
  [nano, 'a keep-alive', '"RC" 13 13 12 02 0000', { proto: 6, recvPort: 7075 }],
  [vhua, 'a datagram', '05143a0508f8a1b103 00', { recvPort: 58267 }],
  [ppstream, 'a datagram', '1400 43 0000 ff0001 000000 000000 a5*6', { recvPort: 17788 }],
  [tivoconnect, 'a beacon', '"TiVoConnect=1\\nMethod=broadcast\\n"', { proto: 17, recvPort: 2190 }],
  [applejuice, 'a greeting', '"ajprot\\r\\n"', { recvPort: 9850 }],
  [appleRemoteDesktop, 'a question', '00140001 03'],
  [bitmessage, 'a version', 'e9beb4d9 "version" 00*5 00000055 01020304'],
  [
    threema,
    'key, nonce and login',
    '00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f a5*144',
    { stateA: 48 },
  ],
];

const NO: readonly Case[] = [
  [quassel, 'another kind', '42b33f03 00000009 80000002'],
  [citrix, 'another', '7f7f "ICE" 00', { sendPort: 1494 }],
  [radmin, 'another', '01000000 01000000 0809', { recvPort: 4899 }],
  [pcanywhere, 'another', '"NX"', { proto: 17, recvPort: 5632 }],
  [rustdesk, 'no digits', '32 0d 0a 09 "abcdefghi" 10 01', { proto: 17, recvPort: 21116 }],
  [tinc, 'another version', '"0 alpha 27.7\\n"', { recvPort: 655 }],
  [n2n, 'no name', '03 02 0005 00*20 00000001', { recvPort: 7654 }],
  [nebula, 'another counter', '10000000 00000000 a000000000000001 a5*64 0a 10 0a 0e 12*14', { recvPort: 4242 }],
  [nebula, 'a message to a port of its own', '11000000 d3402d6f 0000000000000005 a5*40', { recvPort: 40000 }],
  [
    fastd,
    'a record beyond the end',
    '0100 0016 0000 0100 01 0300 0100 01 0400 0100 00 0d00 0900 "v22"',
    { recvPort: 10000 },
  ],
  [fastd, 'L2TP', 'c803000c 00000000 00000001', { recvPort: 1701 }],
  [
    n2n,
    'version 1 with other families',
    '01 01 00 00 "rbnet" 00 00*2 a5*8 0a0b0c0d0e0f 00*6 03 00*19 02 00 bff0 00*16 00',
    { recvPort: 7654 },
  ],
  [telegram, 'a sequence', '34000000 00000001 00*8 9441702af2a5046b 14000000 f18e7ebe a5*20', { recvPort: 80 }],
  [
    zerotier,
    'an identity of another',
    'a1b2c3d4e5f60708 1122334455 66778899aa 00 00*8 01 0b 01 0c 0002 0000018bcfe56800 66778899ab 00 a5*64',
    { recvPort: 9993 },
  ],
  [ayiya, 'another header', '41 52 11 3c 4a5b6c7d 20010db8', { recvPort: 5072 }],
  [ciscoVpn, 'another magic', 'fe577e2c 00000000 00000001', { recvPort: 10000 }],
  [dnscrypt, 'another magic', '"r6fnvWj9" a5*40', { proto: 17, sendPort: 443, recvPort: 50000 }],
  [
    telegram,
    'a length that does not fit',
    'ef 0b 0000000000000000 e0b7a9d25c3d8b64 14000000 78974660 a5*16',
    { recvPort: 443 },
  ],
  [wechat, 'TLS', '16 0301 0010 01000000', { recvPort: 80 }],
  [oscar, 'another version', '2a 01 1234 0004 00000009', { recvPort: 5190 }],
  [ymsg, 'another word', '"YMSX" 0010 0000 0000 0057 00000000 00000000', { recvPort: 5050 }],
  [msnp, 'another', '"VER 1 XMNP18\\r\\n"', { recvPort: 1863 }],
  [directConnect, 'money', '"$Loose change"', { sendPort: 411 }],
  [directConnectSearch, 'no separator', '"$SR alice share file.txt and more"', { recvPort: 412 }],
  [stealthnet, 'another banner', '"LARS WHO"', { recvPort: 6097 }],
  [fasttrack, 'a sentence', '"GIVE me 12345678\\r\\n"', { recvPort: 1214 }],
  [resilioSync, 'another word', '"BSYND\\0"', { recvPort: 3838 }],
  [gnutella2, 'a part beyond the count', '"GND" 01 0001 03 01 48', { recvPort: 6346 }],
  [nano, 'versions in disorder', '"RC" 12 13 13 02 0000', { proto: 6, recvPort: 7075 }],
  [vhua, 'another', '05143a0508f8a1b104 00', { recvPort: 58267 }],
  [ppstream, 'another length', '1500 43 0000 ff0001 000000 000000 a5*6', { recvPort: 17788 }],
  [tivoconnect, 'another', '"TiVoConnects"', { proto: 17, recvPort: 2190 }],
  [applejuice, 'another', '"ajprots\\n"', { recvPort: 9850 }],
  [appleRemoteDesktop, 'another', '00150001 03'],
  [bitmessage, 'another magic', 'e9beb4da "version" 00*5 00000055 01020304'],
  [
    threema,
    'a login without a key',
    '00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f a5*144',
  ],
];

testList(REMOTE, YES, NO);
