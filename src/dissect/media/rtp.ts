/**
 * RTP, RFC 3550 §5.1. One header proves little, so Yes needs two datagrams of one direction with the same SSRC and payload
 * type and a sequence number a little higher. stateA keeps the SSRC and stateB type and sequence of the first.
 */
import { fact } from '#fields/table.ts';
import { u16, u32 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { addPacket, clockOf, openStreams, otherLost, stream } from './rtp-streams.ts';

const CODEC = fact('rtp.codec');
const SOURCE = fact('rtp.ssrc');
const JITTER = fact('rtp.jitter');
const LOST = fact('rtp.lost');
/** stateA while parsing; the SSRC before */
const IS_OPEN = 0;

/** Static payload types, RFC 3551 §6: name and ticks a second. */
const TYPES: Readonly<Record<number, readonly [name: string, clock: number]>> = {
  0: ['PCMU', 8000],
  3: ['GSM', 8000],
  4: ['G723', 8000],
  5: ['DVI4', 8000],
  6: ['DVI4', 16000],
  7: ['LPC', 8000],
  8: ['PCMA', 8000],
  9: ['G722', 8000],
  10: ['L16', 44100],
  11: ['L16', 44100],
  12: ['QCELP', 8000],
  13: ['CN', 8000],
  14: ['MPA', 90000],
  15: ['G728', 8000],
  16: ['DVI4', 11025],
  17: ['DVI4', 22050],
  18: ['G729', 8000],
  25: ['CelB', 90000],
  26: ['JPEG', 90000],
  28: ['nv', 90000],
  31: ['H261', 90000],
  32: ['MPV', 90000],
  33: ['MP2T', 90000],
  34: ['H263', 90000],
};

const HEADER_BYTES = 12;
const MOST_LOST = 16;
const DYNAMIC = 96;
const SEEN = 0x800000;

/** Payload types of RFC 3551 §6 in use, and the dynamic range. */
function isPayloadType(type: number): boolean {
  return type <= 34 ? type !== 1 && type !== 2 && type !== 19 && !(type >= 20 && type <= 24) : type >= 96;
}

/** Writes codec and source of a packet whose header is whole; returns its clock rate in Hz, 0 = not known. */
export function writeRtpSource(payload: Payload, facts: Facts): number {
  const { buf, off } = payload;
  const type = buf[off + 1] & 0x7f;
  const said = type >= DYNAMIC ? facts.codec(payload, type) : '';
  const [name, clock] = TYPES[type] ?? (said === '' ? [`dynamic-${type}`, 0] : [codecName(said), codecClock(said)]);
  facts.word(CODEC, name);
  facts.word(
    SOURCE,
    `0x${u32(buf, off + 8)
      .toString(16)
      .padStart(8, '0')}`,
  );
  return clock;
}

/** "opus/48000/2" of SDP, RFC 8866 §6.6 */
const codecName = (said: string): string => said.split('/')[0]!;
const codecClock = (said: string): number => {
  const clock = Number(said.split('/')[1] ?? 0);
  return clock >= 1000 && clock <= 1e6 ? clock : 0;
};

export const rtp: Dissector = {
  app: 'rtp',
  over: [17],
  ports: [],
  firstBytes: [0x80, 0x90, 0xa0, 0xb0, 0x81, 0x91],
  probe(payload) {
    const { buf, off, end } = payload;
    if (end - off < HEADER_BYTES + 1 || buf[off] >> 6 !== 2) return Verdict.No;
    const type = buf[off + 1] & 0x7f;
    const contributors = buf[off] & 0x0f;
    const ssrc = u32(buf, off + 8);
    if (!isPayloadType(type) || ssrc === 0 || end - off <= HEADER_BYTES + 4 * contributors) return Verdict.No;
    const sequence = u16(buf, off + 2);
    if (payload.stateA === ssrc && ((payload.stateB >> 16) & 0x7f) === type) {
      const step = (sequence - (payload.stateB & 0xffff)) & 0xffff;
      if (step >= 1 && step <= MOST_LOST) return Verdict.Yes;
    }
    payload.stateA = ssrc;
    payload.stateB = SEEN | (type << 16) | sequence;
    return Verdict.More;
  },
  everyDatagram: true, // losses are counted to the end
  parse(payload, facts) {
    const { buf, off, end } = payload;
    if (end - off < HEADER_BYTES || buf[off] >> 6 !== 2) return Progress.More;
    const type = buf[off + 1] & 0x7f;
    const ssrc = u32(buf, off + 8);
    if (!isPayloadType(type) || ssrc === 0) return Progress.More; // RTCP on the same port, RFC 5761
    if (payload.stateA !== IS_OPEN || payload.stateB === 0) {
      payload.stateA = IS_OPEN;
      payload.stateB = openStreams(writeRtpSource(payload, facts));
    }
    const clock = TYPES[type]?.[1] ?? clockOf(payload.stateB);
    const side = payload.fromSrc ? 0 : 1;
    if (!addPacket(payload.stateB, side, ssrc, u16(buf, off + 2), u32(buf, off + 4), payload.time, clock))
      return Progress.Done;
    if (stream.lost > 0) facts.number(LOST, stream.lost + otherLost(payload.stateB, side));
    if (clock > 0 && stream.jitter > 0) facts.most(JITTER, Math.round((stream.jitter / clock) * 1e6));
    return Progress.More;
  },
};
