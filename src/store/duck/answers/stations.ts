/** Hardware addresses: whose make they are, and whether they stand for more than one address, as those of routers do. */
import type { Source } from '../read/source.ts';

export interface Station {
  readonly vendor?: string;
  /** frames with it carry several IPv4 addresses, or several networks of IPv6 */
  readonly isShared: boolean;
}

/** Of all flows of the dataset, whatever is in scope. fe80::/10 and 0.0.0.0 are every station's. */
export async function sharedStations(source: Source, macs: readonly number[]): Promise<ReadonlyMap<number, Station>> {
  const list = [...new Set(macs)].map((mac) => Math.floor(mac)).join(', ');
  if (list === '') return new Map();
  const end = (side: 'src' | 'dst') =>
    `SELECT f.${side}_mac mac, f.ip_version v, min(f.${side}_ip_low) l0, max(f.${side}_ip_low) l1, min(f.${side}_ip_high) h0, max(f.${side}_ip_high) h1
      FROM ${source.flows} f WHERE f.${side}_mac IN (${list}) AND f.ip_version <> 0
      AND NOT (f.ip_version = 4 AND f.${side}_ip_low = 281470681743360) AND NOT (f.ip_version = 6 AND f.${side}_ip_high >> 54 = 1018)
      GROUP BY 1, 2`;
  const rows = await source.rows(
    `SELECT mac, bool_or(CASE WHEN v = 4 THEN l0 <> l1 ELSE h0 <> h1 END) shared FROM (
      SELECT mac, v, min(l0) l0, max(l1) l1, min(h0) h0, max(h1) h1 FROM (${end('src')} UNION ALL ${end('dst')}) GROUP BY 1, 2) GROUP BY 1`,
  );
  const vendors = await source.rows(
    `SELECT mac, any_value(vendor) vendor FROM vendors WHERE mac IN (${list}) GROUP BY 1`,
  );
  const vendorOf = new Map(vendors.map((row) => [Number(row.mac), String(row.vendor)]));
  const shared = new Set(rows.filter((row) => row.shared === true).map((row) => Number(row.mac)));
  return new Map(
    macs.map((mac): [number, Station] => {
      const vendor = vendorOf.get(mac);
      return [mac, { isShared: shared.has(mac), ...(vendor === undefined ? {} : { vendor }) }];
    }),
  );
}
