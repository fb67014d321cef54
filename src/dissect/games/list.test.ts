/** Games and their engines: payloads that are theirs, and payloads that only look so. */
import { type Case, testList } from '../list-testing.ts';
import { amongUs } from './among-us.ts';
import { armagetron } from './armagetron.ts';
import { bzflag } from './bzflag.ts';
import { crossfire } from './crossfire.ts';
import { crynetwork } from './crynetwork.ts';
import { dofus } from './dofus.ts';
import { enet } from './enet.ts';
import { freeciv } from './freeciv.ts';
import { gamespy } from './gamespy.ts';
import { genshinImpact } from './genshin-impact.ts';
import { guildwars } from './guildwars.ts';
import { hedgewars } from './hedgewars.ts';
import { kcp } from './kcp.ts';
import { GAMES } from './list.ts';
import { luanti } from './luanti.ts';
import { maplestory } from './maplestory.ts';
import { openttd } from './openttd.ts';
import { psDiscovery } from './ps-discovery.ts';
import { roblox } from './roblox.ts';
import { saMp } from './sa-mp.ts';
import { teamspeak2 } from './teamspeak2.ts';
import { teeworlds } from './teeworlds.ts';
import { terraria } from './terraria.ts';
import { warcraft3 } from './warcraft3.ts';
import { wesnoth } from './wesnoth.ts';
import { worldOfKungFu } from './world-of-kung-fu.ts';
import { xboxSmartglass } from './xbox-smartglass.ts';
import { xplane } from './xplane.ts';
import { yojimbo } from './yojimbo.ts';

const YES: readonly Case[] = [
  [gamespy, 'a question of version 2', 'fefd 00 00000001 ff 00 00', { recvPort: 40000 }],
  [gamespy, 'a challenge asked for', 'fefd 09 00000001 00000000', { recvPort: 40000 }],
  [openttd, 'a question', '0300 00', { recvPort: 3979 }],
  [
    crynetwork,
    'a connection set up',
    '3c 00001770 00000001 00000001 00000001 00000006 00000003 00 00000000 00000000 00000001',
  ],
  [freeciv, 'a player joins', '002d 04 "bob\\0+Freeciv-3.0-network\\0" 00*17', { recvPort: 5556 }],
  [
    hedgewars,
    'the greeting',
    '"CONNECTED\\nHedgewars server https://www.hedgewars.org/\\n3\\n\\n"',
    { sendPort: 46631 },
  ],
  [wesnoth, 'a number and a message', '0000002a 00000021 1f8b0800 00000000 00ff', { sendPort: 15000 }],
  [armagetron, 'a browser asks', '0034 0000 0000 0000', { recvPort: 4534 }],
  [roblox, 'how it opens', '7b 00ffff00 fefefefe fdfdfdfd 12345678 05 00*8'],
  [roblox, 'the answer', '7e 00ffff00 fefefefe fdfdfdfd 12345678 0102030405060708 00 05d4'],
  [yojimbo, 'a request', '00 "NETCODE 1.02\\0" a5*64', { recvPort: 40000 }],
  [kcp, 'a push', '01000000 51 00 8000 10000000 00000000 00000000 04000000 "data"', { recvPort: 22102 }],
  [genshinImpact, 'the handshake', '000000ff 00000000 00000000 499602d2 ffffffff', { recvPort: 22102 }],
  [
    enet,
    'the answer to a connect',
    '8000 1234 83ff0001 0000 00 00 00000578 00010000 00000003 00000000 00000000 00001388 00000002 00000002 5a5b5c5d',
    { sendPort: 2759 },
  ],
  [
    enet,
    'a connect',
    '8fff 1234 82 ff 0001 0000 ff ff 00000578 00010000 00000002 00000000 00000000 00001388 00000002 00000002 5a5b5c5d 00000000',
    { recvPort: 17091 },
  ],
  [amongUs, 'a hello', '08 0001 00 46d20203 05 "alice"', { recvPort: 22023 }],
  [armagetron, 'a login', '000b 0000 0003 0001 0002 0003 0000', { recvPort: 4534 }],
  [crossfire, 'a datagram', 'c7d91999 0200 00*16 7d00 00', { recvPort: 10008 }],
  [dofus, 'the greeting', '"HCabcdefghijklmnopqrstuvwxyzabcdef\\0"', { sendPort: 443, recvPort: 50000 }],
  [guildwars, 'a segment of 16 bytes', '040c 0000 a672 0000 01 000000 04 000000', { recvPort: 6112 }],
  [maplestory, 'a greeting', '0e00 3a00 0100 "2" a1b2c3d4 b1c2d3e4 08', { sendPort: 8484, recvPort: 50000 }],
  [worldOfKungFu, 'the segment', '0c000000 d2000c00 16000000 00000000', { recvPort: 9922 }],
  [warcraft3, 'a join', 'f7 1e 0800 01000000', { recvPort: 6112 }],
  [gamespy, 'a challenge asked for', 'fefd 09 00000001', { recvPort: 25565 }],
  [terraria, 'a connect request', '0f00 01 0b "Terraria248"', { recvPort: 7777 }],
  [saMp, 'an information query', '"SAMP" 7f000001 611e "i"', { recvPort: 7777 }],
  [teamspeak2, 'a login', 'f4be 0300 00000000 00000000 01000000 a5a5', { recvPort: 8767 }],
  [psDiscovery, 'a search', '"SRCH * HTTP/1.1\\ndevice-discovery-protocol-version:00020020\\n"', { recvPort: 987 }],
  [xboxSmartglass, 'a discovery', 'dd00 000a 0000 00000000 0003 0000 0002', { recvPort: 5050 }],
  [luanti, 'a connect', '4f457403 0000 00 01 00'],
  [teeworlds, 'a question', 'ff*10 "gie3" 00'],
  [bzflag, 'the client', '"BZFLAG\\r\\n\\r\\n"'],
  [bzflag, 'the server', '"BZFS0221" ff'],
  [xplane, 'a subscription', '"RREF\\0" 01000000 00000000'],
];

const NO: readonly Case[] = [
  [gamespy, 'flags that are none', 'fefd 00 00000001 ff 01 00', { recvPort: 40000 }],
  [openttd, 'another length', '0400 00', { recvPort: 3979 }],
  [crynetwork, 'another version of the protocol', '3c 00001770 00000001 00000001 00000001 00000099 00000003 00'],
  [freeciv, 'another capability', '002d 04 "bob\\0+Fryciv-3.0-network\\0" 00*17', { recvPort: 5556 }],
  [hedgewars, 'another server', '"CONNECTED\\nSomewhere server\\n"', { sendPort: 46631 }],
  [wesnoth, 'something not compressed', '0000002a 00000021 1f8c0800 00000000 00ff', { sendPort: 15000 }],
  [roblox, "RakNet's own opening", '05 00ffff00 fefefefe fdfdfdfd 12345678 06'],
  [roblox, 'another mark', '7b 00ffff00 fefefefe fdfdfdfd 12345679 05 00*8'],
  [yojimbo, 'another name', '00 "NETCODY 1.02\\0" a5*64', { recvPort: 40000 }],
  [
    kcp,
    'a length that does not fit',
    '01000000 51 00 8000 10000000 00000000 00000000 05000000 "data"',
    { recvPort: 22102 },
  ],
  [genshinImpact, 'another end', '000000ff 00000000 00000000 499602d2 fffffffe', { recvPort: 22102 }],
  [
    enet,
    'another command',
    '8fff 1234 83 ff 0001 0000 ff ff 00000578 00010000 00000002 00000000 00000000 00001388 00000002 00000002 5a5b5c5d',
    { recvPort: 17091 },
  ],
  [amongUs, 'another version', '08 0001 00 46d20293 05 "alice"', { recvPort: 22023 }],
  [armagetron, 'a length that does not fit', '000b 0000 0004 0001 0002 0003 0000', { recvPort: 4534 }],
  [crossfire, 'another magic', 'c7d91998 0200 00*16 7d00 00', { recvPort: 10008 }],
  [dofus, 'a digit among the letters', '"HCabcdefghijklmnopqrstuvwxyzabcd1f\\0"', { sendPort: 443, recvPort: 50000 }],
  [guildwars, 'another mark', '040c 0000 a673 0000 01 000000 04 000000', { recvPort: 6112 }],
  [maplestory, 'another version word', '0e00 3a00 0200 "2" a1b2c3d4 b1c2d3e4 08', { sendPort: 8484, recvPort: 50000 }],
  [worldOfKungFu, 'another', '0c000000 d2000c00 17000000 00000000', { recvPort: 9922 }],
  [warcraft3, 'a length that does not fit', 'f7 1e 0900 01000000', { recvPort: 6112 }],
  [gamespy, 'another kind', 'fefd 19 00000001', { recvPort: 25565 }],
  [terraria, 'another game', '0f00 01 0b "Terrarium48"', { recvPort: 7777 }],
  [saMp, 'another opcode', '"SAMP" 7f000001 611e "z"', { recvPort: 7777 }],
  [teamspeak2, 'another class', 'f4be 0900 00000000 00000000 01000000 a5a5', { recvPort: 8767 }],
  [psDiscovery, 'another answer', '"HTTP/1.1 200 OK\\nServer: x\\n"', { sendPort: 987 }],
  [xboxSmartglass, 'a length that does not fit', 'dd00 000b 0000 00000000 0003 0000 0002', { recvPort: 5050 }],
  [luanti, 'another channel', '4f457403 0000 03 01 00'],
  [teeworlds, 'another', 'ff*10 "gix3" 00'],
  [bzflag, 'no version', '"BZFSabcd" ff'],
  [xplane, 'another', '"RREX\\0" 01000000'],
];

testList(GAMES, YES, NO);
