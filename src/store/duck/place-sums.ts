/** Countries in one pass over the flows: volumes of either end, and the addresses. */
import type { HostIndex } from './host-index.ts';
import { noVolume, type VolumeSums } from './host-sums.ts';
import type { Source } from './reader.ts';
import type { Parameters } from './where.ts';

export interface PlaceSums extends VolumeSums {
  /** addresses; 0 where they were not counted */
  hosts: number;
}

/** By code of a country, 0 = not known; sent is what that end sent, and a flow within one country counts once. */
export async function sumPlaces(
  source: Source,
  index: HostIndex | undefined,
  where: string,
  parameters: Parameters,
): Promise<ReadonlyMap<number, PlaceSums>> {
  const places = new Map<number, PlaceSums>();
  const byCode: (PlaceSums | undefined)[] = new Array<undefined>(65_536);
  const placeOf = (code: number): PlaceSums => {
    const known = byCode[code];
    if (known !== undefined) return known;
    const place = { ...noVolume(), hosts: 0 };
    byCode[code] = place;
    places.set(code, place);
    return place;
  };
  const seen = new Uint8Array(index?.count ?? 0);
  await source.scan(
    `SELECT f.id, f.src_country, f.dst_country, f.src_bytes::DOUBLE, f.dst_bytes::DOUBLE, f.src_packets, f.dst_packets FROM ${source.flows} f WHERE ${where}`,
    parameters,
    (columns, rows) => {
      const id = columns[0] as Uint32Array;
      const [src, dst] = columns.slice(1, 3) as [Uint16Array, Uint16Array];
      const [up, down] = columns.slice(3, 5) as [Float64Array, Float64Array];
      const [upPackets, downPackets] = columns.slice(5) as [Uint32Array, Uint32Array];
      for (let row = 0; row < rows; row++) {
        const one = placeOf(src[row]!);
        one.flows++;
        one.sent += up[row]!;
        one.received += down[row]!;
        one.sent_packets += upPackets[row]!;
        one.received_packets += downPackets[row]!;
        const other = placeOf(dst[row]!);
        if (other !== one) {
          other.flows++;
          other.sent += down[row]!;
          other.received += up[row]!;
          other.sent_packets += downPackets[row]!;
          other.received_packets += upPackets[row]!;
        }
        if (index === undefined) continue;
        const [s, d] = [index.src[id[row]!]!, index.dst[id[row]!]!];
        if (s === 0) continue;
        if (seen[s] === 0) {
          seen[s] = 1;
          one.hosts++;
        }
        if (seen[d] === 0) {
          seen[d] = 1;
          other.hosts++;
        }
      }
    },
  );
  return places;
}
