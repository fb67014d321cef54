/**
 * Loss and jitter of RTP streams, RFC 3550 App. A.3 and A.8: one stream a direction, the latest MOST_FLOWS flows; what is pushed out
 * is measured no further.
 */
const MOST_FLOWS = 2048;
const FIELDS = 8; // a direction
const ID = 0;
const SSRC = 1;
const BASE = 2; // extended sequence number of the first packet
const HIGHEST = 3;
const RECEIVED = 4;
const ARRIVAL = 5; // ns
const STAMP = 6;
const JITTER = 7; // in units of the clock

/** Memory that flows refer to by number; see across-packets.ts. */
export const rtpStreams = {
  rows: new Float64Array(MOST_FLOWS * 2 * FIELDS),
  clocks: new Uint32Array(MOST_FLOWS),
  lastId: 0,
};

/** A number for a flow's two streams; never 0. `clock`: ticks a second of the dynamic payload type it began with, 0 = not known. */
export function openStreams(clock: number): number {
  const { rows, clocks } = rtpStreams;
  const lastId = (rtpStreams.lastId % 0x7fffffff) + 1;
  rtpStreams.lastId = lastId;
  const at = (lastId % MOST_FLOWS) * 2 * FIELDS;
  rows.fill(0, at, at + 2 * FIELDS);
  rows[at + ID] = lastId;
  clocks[lastId % MOST_FLOWS] = clock;
  return lastId;
}

/** What openStreams was told of the flow's clock. */
export const clockOf = (id: number): number => rtpStreams.clocks[id % MOST_FLOWS]!;

// what the last call of addPacket found
export const stream = { lost: 0, jitter: 0 };

/**
 * Counts a packet: stream.lost is what misses of this direction, stream.jitter in units of the clock (`clock` ticks a second; 0 = not
 * known, no jitter). False when the flow was pushed out.
 */
export function addPacket(
  id: number,
  side: 0 | 1,
  ssrc: number,
  sequence: number,
  stamp: number,
  arrival: number,
  clock: number,
): boolean {
  const { rows } = rtpStreams;
  const flow = (id % MOST_FLOWS) * 2 * FIELDS;
  if (rows[flow + ID] !== id) return false;
  const at = flow + side * FIELDS;
  if (rows[at + RECEIVED] === 0 || rows[at + SSRC] !== ssrc) {
    rows[at + SSRC] = ssrc;
    rows[at + BASE] = rows[at + HIGHEST] = sequence;
    rows[at + RECEIVED] = 1;
    rows[at + JITTER] = 0;
    stream.lost = stream.jitter = 0;
  } else {
    const step = ((sequence - rows[at + HIGHEST]) << 16) >> 16; // modulo 2^16, nearer than half of it
    if (step > 0) rows[at + HIGHEST] += step;
    if (step !== 0) rows[at + RECEIVED]++;
    if (clock > 0 && step === 1) {
      const apart = ((stamp - rows[at + STAMP]) | 0) / clock;
      const moved = Math.abs((arrival - rows[at + ARRIVAL]) / 1e9 - apart);
      if (moved < 10) rows[at + JITTER] += (moved * clock - rows[at + JITTER]) / 16; // a new talk-spurt may begin anywhere
    }
    stream.lost = Math.max(0, rows[at + HIGHEST] - rows[at + BASE] + 1 - rows[at + RECEIVED]);
    stream.jitter = rows[at + JITTER];
  }
  rows[at + ARRIVAL] = arrival;
  rows[at + STAMP] = stamp;
  return true;
}

/** What misses of the flow's other direction. */
export function otherLost(id: number, side: 0 | 1): number {
  const { rows } = rtpStreams;
  const at = (id % MOST_FLOWS) * 2 * FIELDS + (1 - side) * FIELDS;
  return rows[at + RECEIVED] === 0 ? 0 : Math.max(0, rows[at + HIGHEST] - rows[at + BASE] + 1 - rows[at + RECEIVED]);
}
