/**
 * Services of calls by their sockets, when an import ends: what one UDP port of a host speaks to relays and peers belongs to one
 * program. Where some of its flows prove whose calls they are, the others, which looked alike, are of the same service.
 */
import { fact } from '#fields/table.ts';
import { AppBy, ServiceBy } from '#flow/batch/batch.ts';
import { UDP } from '#registry/ip-protocols.ts';
import { FACT_TABLES, factColumn } from '../schema.ts';

/** How long before its first and after its last proof a port is taken for that of the same program. */
const REACH_MS = 5 * 60_000;
const CALLS = "SELECT id FROM apps WHERE name IN ('stun', 'rtp', 'rtcp', 'dtls')";

const PROOF = 'stun.service';

/** The table that has rows where anything proved whose calls they are. */
export const CALLS_TABLE: string = FACT_TABLES.find(({ facts }) => facts.includes(fact(PROOF)))!.name;

/** Flows of the import, and earlier ones on a port that it tells of. */
export function servicesBySocket(importing: number): string {
  const on = (side: 'src' | 'dst'): string =>
    `SELECT f.id, s.service, s.category FROM f JOIN s
       ON s.ip_high = f.${side}_ip_high AND s.ip_low = f.${side}_ip_low AND s.port = f.${side}_port
       WHERE f.ms BETWEEN s.first_ms - ${REACH_MS} AND s.last_ms + ${REACH_MS} AND (f.import = ${importing} OR s.latest = ${importing})`;
  return `UPDATE flows SET service = told.service, service_by = ${ServiceBy.Application}, category = told.category
    FROM (
      WITH calls AS (SELECT id, import, start_ns / 1e6 ms, src_ip_high, src_ip_low, src_port, dst_ip_high, dst_ip_low, dst_port, service, service_by, category
          FROM flows WHERE proto = ${UDP} AND ip_version <> 0 AND app_by = ${AppBy.Inspected} AND app IN (${CALLS})),
        s AS (SELECT src_ip_high ip_high, src_ip_low ip_low, src_port port, min(service) service, min(category) category,
            min(ms) first_ms, max(ms) last_ms, max(import) latest
          FROM calls WHERE service_by = ${ServiceBy.Application} AND id IN (SELECT flow FROM ${CALLS_TABLE} WHERE ${factColumn(PROOF)} <> 0)
          GROUP BY ALL HAVING min(service) = max(service)),
        f AS (SELECT * FROM calls WHERE service_by IN (${ServiceBy.None}, ${ServiceBy.Operator}))
      SELECT id, min(service) service, min(category) category FROM (${on('src')} UNION ALL ${on('dst')})
        GROUP BY id HAVING min(service) = max(service)
    ) told
    WHERE flows.id = told.id`;
}
