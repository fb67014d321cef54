/**
 * The one stream in time that the files of a dataset form. New files are put in their places by their first packets; what
 * is already there is decoded again only where a flow could reach from one to the other.
 */
import type { EpochSec } from '#capture/packets.ts';
import { createPackets } from '#capture/packets.ts';
import { openCaptureReader } from '#sources/capture-reader.ts';
import type { DecodeFile } from './decode-protocol.ts';

/** A file's place in the stream. Times are ms since 1970 UTC. */
export interface Entry {
  /** of the order's files */
  readonly index: number;
  /** first packet in the file; Infinity without packets */
  readonly first: number;
  /** its flows are in the dataset; `isWanted`: to be joined with those around it, as if it were new */
  readonly known?: { readonly last: number; readonly isThere: boolean; readonly isWanted?: boolean };
}

/** What the walk meets besides. */
export interface Met {
  /** files that a flow could have gone on in, but that can't be read again */
  readonly apart: number[];
  /** the last file of the stream was among those decoded */
  isEnd: boolean;
}

const HEAD_BYTES = 64 * 1024;

/** Where the files lie in time: new ones are looked into, in order of their first packets. AppError when one can't be read. */
export function entriesOf(files: readonly DecodeFile[]): readonly Entry[] {
  const buffer = new Uint8Array(HEAD_BYTES);
  const packets = createPackets(1);
  const starts = files.map((file, index): { entry: Entry; ns: number } => {
    const { known } = file;
    if (known !== undefined) return { entry: { index, first: known.first, known }, ns: (known.first % 1000) * 1e6 };
    const reader = openCaptureReader(file.source, { buffer, packets, looksOnly: true });
    try {
      if (!reader.next() || reader.epochSec === undefined) return { entry: { index, first: Infinity }, ns: 0 };
      const ns = reader.packets.time[0]!;
      return { entry: { index, first: reader.epochSec * 1000 + ns / 1e6 }, ns };
    } finally {
      reader.close();
    }
  });
  // A double holds a time of day to a quarter of a microsecond; what is the same there is told apart by its nanoseconds.
  starts.sort((a, b) => {
    if (a.entry.first !== b.entry.first) return a.entry.first < b.entry.first ? -1 : 1;
    const isBothNew = a.entry.known === undefined && b.entry.known === undefined;
    if (isBothNew && a.ns !== b.ns) return a.ns - b.ns;
    return isBothNew || (a.entry.known !== undefined) === (b.entry.known !== undefined)
      ? a.entry.index - b.entry.index
      : a.entry.known === undefined
        ? 1
        : -1;
  });
  return starts.map(({ entry }) => entry);
}

/** The second of a time in ms since 1970; undefined where there is none. */
export function epochOf(first: number): EpochSec | undefined {
  return Number.isFinite(first) ? (Math.floor(first / 1000) as EpochSec) : undefined;
}

/**
 * Yields the files to decode, in order; is told the last packet of each. Files further apart than `reachMs`, the longest
 * silence a flow survives, share no flow: known ones are passed over unless a new one is that near, directly or through others.
 */
export function* inOrder(entries: readonly Entry[], reachMs: number, met: Met): Generator<Entry, void, number> {
  const frozen = unreadable(entries, reachMs);
  let last = -Infinity;
  let isActive = false;
  for (let i = 0; i < entries.length; ) {
    const entry = entries[i]!;
    if (isActive && entry.first - last > reachMs) isActive = false;
    if (entry.known !== undefined && !isWanted(entry) && !isActive) {
      let end = i;
      let until = entry.known.last;
      for (; end < entries.length; end++) {
        const { known, first } = entries[end]!;
        if (known === undefined || isWanted(entries[end]!) || first - until > reachMs) break;
        until = Math.max(until, known.last);
      }
      const next = entries[end];
      const meets = next !== undefined && isWanted(next) && next.first - until <= reachMs;
      if (meets && frozen.has(entry.index)) met.apart.push(entry.index);
      if (!meets || frozen.has(entry.index)) {
        met.isEnd = false;
        i = end;
        continue;
      }
    }
    if (entry.known !== undefined && frozen.has(entry.index)) {
      met.apart.push(entry.index);
      met.isEnd = false;
    } else {
      if (!isActive) last = -Infinity;
      isActive = true;
      last = Math.max(last, yield entry);
      met.isEnd = true;
    }
    i++;
  }
}

const isWanted = ({ known }: Entry): boolean => known === undefined || known.isWanted === true;

/** The known files that new ones would have decoded again, at most: how long those last is not known before they are read. */
export function toDecodeAgain(entries: readonly Entry[], reachMs: number): readonly Entry[] {
  const met: Met = { apart: [], isEnd: true };
  const steps = inOrder(entries, reachMs, met);
  const again: Entry[] = [];
  const places = new Map(entries.map((entry, place) => [entry, place]));
  for (let step = steps.next(0); !step.done; ) {
    const entry = step.value;
    if (entry.known !== undefined) again.push(entry);
    const next = entries[places.get(entry)! + 1];
    step = steps.next(entry.known?.last ?? Math.max(entry.first, next?.first ?? entry.first));
  }
  return again;
}

/** Known files near one that is not there as it was: decoding some without the others would lose flows. */
function unreadable(entries: readonly Entry[], reachMs: number): ReadonlySet<number> {
  const frozen = new Set<number>();
  let group: number[] = [];
  let isWhole = true;
  let until = -Infinity;
  const close = (): void => {
    if (!isWhole) for (const index of group) frozen.add(index);
    group = [];
    isWhole = true;
  };
  for (const { index, first, known } of entries) {
    if (known === undefined) continue;
    if (first - until > reachMs) close();
    group.push(index);
    until = Math.max(until, known.last);
    isWhole &&= known.isThere;
  }
  close();
  return frozen;
}
