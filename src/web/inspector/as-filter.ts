/** A flow as a filter that others can use: its ends, transport and ports. Pure. */
import { printClause } from '#query/filter.ts';
import type { FlowRow } from '#query/question.ts';

const KEYS = ['ip.proto', 'src.ip', 'src.port', 'dst.ip', 'dst.port'];
/** where there is no address */
const STATION_KEYS = ['ip.proto', 'src.mac', 'dst.mac'];

export function filterOf(row: FlowRow): string {
  const keys = row['src.ip'] === undefined ? STATION_KEYS : KEYS;
  const parts = keys.filter((key) => row[key] !== undefined).map((key) => printClause(key, row[key]));
  return parts.length ? parts.join(' and ') : printClause('id', row.id);
}
