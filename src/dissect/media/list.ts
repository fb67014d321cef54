/** Voice, video and music */
import type { Dissector } from '../dissector.ts';
import { dante } from './dante.ts';
import { icecast } from './icecast.ts';
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

export const MEDIA: readonly Dissector[] = [
  mpegTs,
  zrtp,
  udt,
  srt,
  sessionAnnouncement,
  msrp,
  msmms,
  rtpMidi,
  osc,
  icecast,
  noe,
  unistim,
  dante,
  visca,
  snapcast,
  rist,
];
