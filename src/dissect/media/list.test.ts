/** Voice, video and music: payloads that are theirs, and payloads that only look so. */
import { type Case, testList } from '../list-testing.ts';
import { dante } from './dante.ts';
import { icecast } from './icecast.ts';
import { MEDIA } from './list.ts';
import { mpegTs } from './mpeg-ts.ts';
import { msmms } from './msmms.ts';
import { msrp } from './msrp.ts';
import { noe } from './noe.ts';
import { osc } from './osc.ts';
import { rist } from './rist.ts';
import { rtpMidi } from './rtp-midi.ts';
import { sessionAnnouncement } from './session-announcement.ts';
import { snapcast } from './snapcast.ts';
import { srt } from './srt.ts';
import { udt } from './udt.ts';
import { unistim } from './unistim.ts';
import { visca } from './visca.ts';
import { zrtp } from './zrtp.ts';

const YES: readonly Case[] = [
  [rist, 'RTCP with reduced overhead', '0000 88b6 8000 07b1 80c90001 21f1a030 81ca0003 21f1a030'],
  [mpegTs, 'three packets over TCP', '(47 0100 10 a5*184)*3', { proto: 6, sendPort: 30090 }],
  [snapcast, 'a hello', '0500 0200 0000 00*16 0a000000 06000000 "{\\"a\\":1}"', { recvPort: 40000 }],
  [mpegTs, 'two packets', '(47 0100 10 a5*184)*2', { recvPort: 1234 }],
  [zrtp, 'a Hello', '1000 0001 "ZRTP" 12345678 505a 001d "Hello   " "1.10" 00000000', { recvPort: 50000 }],
  [
    srt,
    'an induction',
    '80000000 00000000 00000001 00000000 00000004 0000 0002 12345678 000005dc 00002000 00000001 0a0b0c0d 00000000 0100007f 00*12',
    { recvPort: 9000 },
  ],
  [sessionAnnouncement, 'an announcement', '20 00 1234 0a000001 "application/sdp\\0v=0\\r\\n"', { recvPort: 9875 }],
  [msrp, 'a SEND', '"MSRP a786hjs2 SEND\\r\\nTo-Path: msrp://"', { recvPort: 2855 }],
  [msmms, 'a connect', '01000000 cefa0bb0 90000000 "MMS " 12000000', { recvPort: 1755 }],
  [rtpMidi, 'an invitation', 'ffff "IN" 00000002 12345678 87654321 "mac\\0"', { recvPort: 5004 }],
  [osc, 'a bundle', '"#bundle\\0" 0000000000000001', { recvPort: 9000 }],
  [icecast, 'a source', '"SOURCE /live.mp3 ICE/1.0\\r\\ncontent-type: audio/mpeg\\r\\n"', { recvPort: 8000 }],
  [noe, 'a connect', '00 00 01 00 01 01 0a 02 02 0578', { recvPort: 32512 }],
  [unistim, 'the opening', 'ffffffff 02 02 ffffffff ffff 9e 03 08', { recvPort: 5000 }],
  [dante, 'a status', 'ffff 0030 0001 0000 001dc1000001 0000 "Audinate" 0738 0000'],
  [visca, 'a command', '0100 0006 00000001 81 01 04 00 02 ff'],
  [visca, 'a reset', '0200 0001 00000000 01'],
  [
    udt,
    'a handshake',
    '80000000 00000000 00000000 00000000 00000004 00000001 12345678 000005dc 00002000 00000001 0badcafe 00000000 00*16',
  ],
];

const NO: readonly Case[] = [
  [rist, 'another protocol of GRE', '0000 88b7 8000 07b1 80c90001 21f1a030 81ca0003 21f1a030'],
  [mpegTs, 'two over TCP and no third', '(47 0100 10 a5*184)*2 48 0100 10 a5*184', { proto: 6 }],
  [snapcast, 'lengths that differ', '0500 0200 0000 00*16 0a000000 07000000 "{\\"a\\":1}"', { recvPort: 40000 }],
  [mpegTs, 'one without the mark', '47 0100 10 a5*184 48 0100 10 a5*184', { recvPort: 1234 }],
  [zrtp, 'another magic', '1000 0001 "ZRTQ" 12345678 505a 001d "Hello   " "1.10"', { recvPort: 50000 }],
  [
    srt,
    'another version',
    '80000000 00000000 00000001 00000000 00000014 0000 0002 12345678 000005dc 00002000 00000001 0a0b0c0d 00000000 0100007f 00*12',
    { recvPort: 9000 },
  ],
  [sessionAnnouncement, 'another type', '20 00 1234 0a000001 "application/xyz\\0v=0\\r\\n"', { recvPort: 9875 }],
  [msrp, 'another word', '"MSRP a786hjs2 BEND\\r\\n"', { recvPort: 2855 }],
  [msmms, 'another magic', '01000000 cefa0bb1 90000000 "MMS " 12000000', { recvPort: 1755 }],
  [rtpMidi, 'another version', 'ffff "IN" 00000003 12345678 87654321 "mac\\0"', { recvPort: 5004 }],
  [osc, 'another word', '"#bungle\\0" 0000000000000001', { recvPort: 9000 }],
  [icecast, 'no protocol', '"SOURCE /live.mp3\\r\\n"', { recvPort: 8000 }],
  [noe, 'a TLV too long', '00 00 09 00 01 01 0a 02 02 0578', { recvPort: 32512 }],
  [unistim, 'another type', 'ffffffff 07 02 ffffffff ffff 9e 03 08', { recvPort: 5000 }],
  [dante, 'another maker', 'ffff 0030 0001 0000 001dc1000001 0000 "Audinote" 0738 0000'],
  [visca, 'another end', '0100 0006 00000001 81 01 04 00 02 fe'],
  [
    udt,
    'the handshake of SRT',
    '80000000 00000000 00000000 00000000 00000004 00000002 12345678 000005dc 00002000 00000001 0badcafe 00000000 00*16',
  ],
];

testList(MEDIA, YES, NO);
