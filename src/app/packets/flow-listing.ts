/** Pages of the packets of a flow: read back once, kept for the pages that follow. */
import { AppError } from '#base/errors.ts';
import type { DatasetStore } from '#store/store.ts';
import type { FlowPacket, FlowPackets, PacketBytes } from '../model.ts';
import { chunksToScan } from './read-back.ts';
import type { Listing } from './requests.ts';
import type { ChunkToScan } from './scan.ts';
import type { Scanner } from './scanner.ts';

/** More of the capture is not read for one flow. */
const MOST_SCANNED = 1024 * 1024 * 1024;
const KEPT = 2;
/** Steps of the picture of a flow's activity. */
const MOST_STEPS = 240;

interface Kept {
  readonly key: string;
  readonly found: Promise<Found>;
}

interface Found {
  readonly chunks: readonly ChunkToScan[];
  readonly listing: Listing;
  readonly activity: FlowPackets['activity'];
  /** first sequence number of each direction: [received, sent] */
  readonly bases: readonly [number | undefined, number | undefined];
}

export class FlowListings {
  readonly #scanner: Scanner;
  #kept: readonly Kept[] = [];

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** AppError NOT_FOUND: there is no such flow, or its capture file is not there as it was. */
  async page(
    dataset: string,
    store: DatasetStore,
    flow: number,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<FlowPackets> {
    const { listing, activity, bases } = await this.#find(dataset, store, flow);
    const end = Math.min(listing.length, page.offset + page.limit);
    const rows: FlowPacket[] = [];
    for (let at = page.offset; at < end; at++) rows.push(packetOf(listing, at, bases));
    return { total: listing.length, isCut: listing.isCut, rows, activity };
  }

  /** AppError NOT_FOUND as above, or when the flow has no packet of that number. */
  async bytes(dataset: string, store: DatasetStore, flow: number, number: number): Promise<PacketBytes> {
    const { listing, chunks } = await this.#find(dataset, store, flow);
    if (number >= listing.length) throw new AppError('NOT_FOUND', { what: `packet ${number + 1} of flow ${flow}` });
    const chunk = chunks[listing.chunk[number]!]!;
    const { bytes, layers, parts } = await this.#scanner.packet({
      kind: 'packet',
      path: chunk.path,
      offset: listing.offset[number]!,
      capLen: listing.captured[number]!,
      origLen: listing.bytes[number]!,
      linkType: listing.linkType[number]!,
      ...(chunk.settings === undefined ? {} : { settings: chunk.settings }),
    });
    return { base64: Buffer.from(bytes).toString('base64'), layers, parts };
  }

  async #find(dataset: string, store: DatasetStore, flow: number): Promise<Found> {
    const key = `${dataset} ${await store.version()} ${flow}`;
    const kept = this.#kept.find((one) => one.key === key);
    if (kept !== undefined) return kept.found;
    const one: Kept = { key, found: this.#read(store, flow) };
    this.#kept = [one, ...this.#kept].slice(0, KEPT);
    one.found.catch(() => {
      this.#kept = this.#kept.filter((other) => other !== one);
    });
    return one.found;
  }

  async #read(store: DatasetStore, flow: number): Promise<Found> {
    const answer = await store.ask({ kind: 'flow', id: flow });
    if (answer === undefined || 'ok' in answer) throw new AppError('NOT_FOUND', { what: `flow ${flow}` });
    const all = await chunksToScan(store, [flow]);
    if (all === undefined || all.length === 0)
      throw new AppError('NOT_FOUND', { what: 'the capture file with the packets of this flow, as it was,' });
    const chunks: ChunkToScan[] = [];
    let bytes = 0;
    for (const chunk of all) {
      bytes += chunk.end - chunk.start;
      if (bytes > MOST_SCANNED && chunks.length > 0) break;
      chunks.push(chunk);
    }
    const found = await this.#scanner.listing({ kind: 'listing', chunks, flow: answer.row });
    const listing = chunks.length < all.length ? { ...found, isCut: true } : found;
    return { chunks, listing, activity: activityOf(listing), bases: [baseOf(listing, 0), baseOf(listing, 1)] };
  }
}

const SYN = 2;
const ACK = 16;

/** The number before a direction's first byte: that of its SYN, else one less than the first that was captured. */
function baseOf(listing: Listing, side: 0 | 1): number | undefined {
  for (let at = 0; at < listing.length; at++) {
    const flags = listing.tcpFlags[at]!;
    if (flags < 0) continue;
    if (listing.fromSource[at] === side) return (flags & SYN) !== 0 ? listing.seq[at]! : (listing.seq[at]! - 1) >>> 0;
  }
  // nothing of it was captured: what the other end acknowledges first
  for (let at = 0; at < listing.length; at++)
    if (listing.fromSource[at] !== side && listing.tcpFlags[at]! > 0 && (listing.tcpFlags[at]! & ACK) !== 0)
      return (listing.ack[at]! - 1) >>> 0;
  return undefined;
}

function packetOf(listing: Listing, at: number, bases: Found['bases']): FlowPacket {
  const own = bases[listing.fromSource[at]! as 0 | 1] ?? 0;
  const other = bases[(1 - listing.fromSource[at]!) as 0 | 1] ?? 0;
  const flags = listing.tcpFlags[at]!;
  const window = listing.window[at]!;
  const icmp = listing.icmp[at]!;
  return {
    number: at,
    time: listing.time[at]!,
    fromSource: listing.fromSource[at] === 1,
    bytes: listing.bytes[at]!,
    captured: listing.captured[at]!,
    payload: listing.payload[at]!,
    ...(flags < 0 ? {} : { flags: flagLetters(flags), seq: (listing.seq[at]! - own) >>> 0 }),
    ...(flags < 0 || (flags & ACK) === 0 ? {} : { ack: (listing.ack[at]! - other) >>> 0 }),
    ...(window < 0 ? {} : { window }),
    ...(icmp < 0 ? {} : { icmp: [icmp >> 8, icmp & 255] as const }),
  };
}

/** RFC 9293 §3.1 and RFC 3168, in the order Wireshark's short form has them. */
const FLAGS = ['F', 'S', 'R', 'P', 'A', 'U', 'E', 'C'];
const flagLetters = (flags: number): string => FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0).join('');

/** Bytes of each direction in at most MOST_STEPS steps of 1, 2 or 5 × 10ⁿ ms; a wish for finer ends at 1 µs. */
function activityOf({ length, time, bytes, fromSource }: Listing): FlowPackets['activity'] {
  let [first, last] = [Infinity, -Infinity];
  for (let at = 0; at < length; at++) {
    first = Math.min(first, time[at]!);
    last = Math.max(last, time[at]!);
  }
  if (length === 0) return { from: 0, widthMs: 1, sentBytes: [], receivedBytes: [] };
  const wish = Math.max(0.001, (last - first) / MOST_STEPS);
  const power = 10 ** Math.floor(Math.log10(wish));
  const widthMs = ([1, 2, 5].find((step) => step * power >= wish) ?? 10) * power;
  const steps = Math.floor((last - first) / widthMs) + 1;
  const sentBytes = new Array<number>(steps).fill(0);
  const receivedBytes = new Array<number>(steps).fill(0);
  for (let at = 0; at < length; at++) {
    const step = Math.min(steps - 1, Math.floor((time[at]! - first) / widthMs));
    (fromSource[at] === 1 ? sentBytes : receivedBytes)[step]! += bytes[at]!;
  }
  return { from: first, widthMs, sentBytes, receivedBytes };
}
