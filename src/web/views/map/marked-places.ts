/** What is highlighted of each place and of each pair of places, from one answer: groups by the places of both ends. Pure. */
import type { Volume } from '#query/question.ts';
import { type MarkedGroups, type MarkedTop, NO_VOLUME, plus } from '../../state/marked.ts';
import type { Value } from '../../state/narrow.ts';

export interface MarkedPlaces {
  /** a flow within one place counts once, as it does in the picture */
  readonly both: MarkedTop;
  readonly src: MarkedTop;
  readonly dst: MarkedTop;
  readonly pair: (from: string, to: string) => Volume | undefined;
}

const turned = (volume: Volume): Volume => ({
  flows: volume.flows,
  bytes: volume.bytes,
  packets: volume.packets,
  sentBytes: volume.receivedBytes,
  receivedBytes: volume.sentBytes,
  sentPackets: volume.receivedPackets,
  receivedPackets: volume.sentPackets,
});

export function markedPlaces(groups: MarkedGroups): MarkedPlaces {
  const both = new Map<Value, Volume>();
  const src = new Map<Value, Volume>();
  const dst = new Map<Value, Volume>();
  const book = (sums: Map<Value, Volume>, place: Value, volume: Volume) =>
    sums.set(place, plus(sums.get(place) ?? NO_VOLUME, volume));
  for (const row of groups.rows) {
    const [from, to] = row.values.map((value) => value ?? undefined);
    book(src, from, row);
    book(dst, to, row);
    book(both, from, row);
    if (to !== from) book(both, to, turned(row));
  }
  const top = (sums: ReadonlyMap<Value, Volume>): MarkedTop => ({
    of: (place) => sums.get(place ?? undefined) ?? NO_VOLUME,
    other: NO_VOLUME,
  });
  return { both: top(both), src: top(src), dst: top(dst), pair: (from, to) => groups.of(from, to) };
}
