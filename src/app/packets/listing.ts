/** The packets of one flow as columns: who sent each, what its transport header says, and where it is in its file. */
import { formatIp, formatMac } from '#base/address.ts';
import type { FlowRow } from '#query/question.ts';
import { TCP } from '#registry/ip-protocols.ts';
import type { Headers } from '#wire/headers.ts';
import { millis } from './fine-timeline.ts';
import { keyOfRow } from './flow-key.ts';
import type { Listing, ListingRequest } from './requests.ts';
import { scanChunks } from './scan.ts';

/** 60 MB of columns; the packets behind are counted by the flow's own row. */
const MOST_PACKETS = 1_000_000;
/** Times of rows carry ns, times of packets here are ms in a double. */
const SLACK_MS = 0.001;
const FIRST_ROOM = 256;
const LOW_WORD = 2 ** 32;

type Columns = { -readonly [K in keyof Omit<Listing, 'length' | 'isCut'>]: Listing[K] };

const room = (size: number): Columns => ({
  time: new Float64Array(size),
  bytes: new Uint32Array(size),
  captured: new Uint32Array(size),
  fromSource: new Uint8Array(size),
  payload: new Uint32Array(size),
  tcpFlags: new Int16Array(size),
  seq: new Uint32Array(size),
  ack: new Uint32Array(size),
  window: new Int32Array(size),
  icmp: new Int32Array(size),
  chunk: new Uint32Array(size),
  offset: new Float64Array(size),
  linkType: new Uint16Array(size),
});

function larger(columns: Columns): Columns {
  const next = room(columns.time.length * 2);
  for (const key of Object.keys(columns) as (keyof Columns)[]) next[key].set(columns[key]);
  return next;
}

export function listing({ chunks, flow }: ListingRequest): Listing {
  const wanted = keyOfRow(flow, chunks[0]?.settings?.keyBy);
  const [from, to] = [millis(flow['start']) - SLACK_MS, millis(flow['end']) + SLACK_MS * 2];
  let columns = room(FIRST_ROOM);
  let length = 0;
  let isCut = false;
  scanChunks(chunks, from, to, ({ key, time, origLen, capLen, offset, linkType, chunk, headers: h }) => {
    if (key !== wanted) return;
    if (length === MOST_PACKETS) {
      isCut = true;
      return;
    }
    if (length === columns.time.length) columns = larger(columns);
    const at = length++;
    const hasTcp = h.ipVersion !== 0 && h.proto === TCP && h.window !== -2 && h.fragmentOffset <= 0;
    columns.time[at] = time;
    columns.bytes[at] = origLen;
    columns.captured[at] = capLen;
    columns.fromSource[at] = isFromSource(h, flow) ? 1 : 0;
    columns.payload[at] = Math.max(0, h.payloadWire);
    columns.tcpFlags[at] = hasTcp ? h.tcpFlags : -1;
    columns.seq[at] = h.seq;
    columns.ack[at] = h.ack;
    columns.window[at] = hasTcp ? h.window : -1;
    columns.icmp[at] = h.icmp;
    columns.chunk[at] = chunk;
    columns.offset[at] = offset;
    columns.linkType[at] = linkType;
  });
  return { length, isCut, ...columns };
}

/** Where both ends are the same it cannot be told: then the source's. */
function isFromSource(h: Headers, flow: FlowRow): boolean {
  if (h.ipVersion === 0)
    return formatMac(h.srcMacHigh * LOW_WORD + (h.srcMacLow >>> 0)) === String(flow['src.mac'] ?? formatMac(0));
  if (formatIp(h.src0 >>> 0, h.src1 >>> 0, h.src2 >>> 0, h.src3 >>> 0) !== flow['src.ip']) return false;
  return flow['src.ip'] !== flow['dst.ip'] || h.hasPorts === 0 || h.srcPort === Number(flow['src.port']);
}
