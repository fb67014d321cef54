/** Countries in one pass over the flows: volumes of either end, and the addresses. */
import type { Held, Rows } from '../held/held.ts';
import type { HostIndex } from '../held/host-index.ts';
import { groupsIn, type Sums, sumsOf } from '../held/sums.ts';
import type { Parameters } from '../read/parameters.ts';
import type { Source } from '../read/source.ts';
import { noVolume, type VolumeSums } from './host-sums.ts';

export interface PlaceSums extends VolumeSums {
  /** addresses; 0 where they were not counted */
  hosts: number;
}

const placeOf = (places: Map<number, PlaceSums>, code: number): PlaceSums => {
  const known = places.get(code);
  if (known !== undefined) return known;
  const place = { ...noVolume(), hosts: 0 };
  places.set(code, place);
  return place;
};

/** By code of a country, 0 = not known; sent is what that end sent, and a flow within one country counts once. */
export async function placesIn(
  held: Held,
  index: HostIndex | undefined,
  rows: Rows,
): Promise<ReadonlyMap<number, PlaceSums>> {
  const coded = await held.coded('country');
  const places = new Map<number, PlaceSums>();
  if (coded === undefined) return places;
  const { values, ends } = coded;
  const sums: Sums = sumsOf(rows, coded);
  for (const code of groupsIn(sums)) {
    const place = placeOf(places, Number(values[code] ?? 0));
    place.flows += sums.flows[code]!;
    place.sent += sums.sent[code]!;
    place.received += sums.received[code]!;
    place.sent_packets += sums.sentPackets[code]!;
    place.received_packets += sums.receivedPackets[code]!;
  }
  if (index === undefined) return places;
  const seen = index.scratch.seen.fill(0);
  const hosts = new Uint32Array(values.length);
  const [one, other] = [ends[0]!, ends[1]!];
  for (let at = 0; at < rows.ids.length; at++) {
    const id = rows.ids[at]!;
    const [s, d] = [index.src[id]!, index.dst[id]!];
    if (s === 0) continue;
    if (seen[s] === 0) {
      seen[s] = 1;
      hosts[one[id]!]!++;
    }
    if (seen[d] === 0) {
      seen[d] = 1;
      hosts[other[id]!]!++;
    }
  }
  for (const [code, count] of hosts.entries()) if (count > 0) placeOf(places, Number(values[code] ?? 0)).hosts += count;
  return places;
}

/** The same, without addresses, by a pass of the engine. */
export async function sumPlaces(
  source: Source,
  where: string,
  parameters: Parameters,
): Promise<ReadonlyMap<number, PlaceSums>> {
  const places = new Map<number, PlaceSums>();
  await source.scan(
    `SELECT f.src_country, f.dst_country, f.src_bytes::DOUBLE, f.dst_bytes::DOUBLE, f.src_packets, f.dst_packets FROM ${source.flows} f WHERE ${where}`,
    parameters,
    (columns, rows) => {
      const [src, dst] = columns as [Uint16Array, Uint16Array];
      const [up, down] = columns.slice(2, 4) as [Float64Array, Float64Array];
      const [upPackets, downPackets] = columns.slice(4) as [Uint32Array, Uint32Array];
      for (let row = 0; row < rows; row++) {
        const one = placeOf(places, src[row]!);
        one.flows++;
        one.sent += up[row]!;
        one.received += down[row]!;
        one.sent_packets += upPackets[row]!;
        one.received_packets += downPackets[row]!;
        const other = placeOf(places, dst[row]!);
        if (other === one) continue;
        other.flows++;
        other.sent += down[row]!;
        other.received += up[row]!;
        other.sent_packets += downPackets[row]!;
        other.received_packets += upPackets[row]!;
      }
    },
  );
  return places;
}
