/**
 * Flows that an announcement at a third address tells of, when an import ends: media between two addresses that SDP named both for the
 * same, a flow to a peer of BitTorrent from an address that is seen to speak BitTorrent. Only flows that inspection did not tell are
 * named, and only those that began when it was announced or soon after.
 */
import { Proof } from '#dissect/endpoints.ts';
import { Why } from '#dissect/why.ts';
import { AppBy, ServiceBy } from '#flow/batch/batch.ts';

/** How long after an announcement a flow may begin, and how long before: answers are captured in any order. */
const MEDIA_MS = 5 * 60_000;
const PEER_MS = 30 * 60_000;
const EARLY_MS = 2000;
const TRANSPORTS = '(6, 17)';

/** Flows of the import, and earlier ones that it announces; activity has the application, too. */
export function announcedSql(importing: number): readonly string[] {
  const within = (at: string, ms: number): string =>
    `f.ms BETWEEN ${at}.first_ms - ${EARLY_MS} AND ${at}.last_ms + ${ms}`;
  const to = (e: string, side: 'src' | 'dst'): string =>
    `${e}.ip_high = f.${side}_ip_high AND ${e}.ip_low = f.${side}_ip_low AND ${e}.port = f.${side}_port AND (${e}.proto = f.proto OR ${e}.proto = 0)`;
  const fresh = (...latest: string[]): string =>
    `(f.import = ${importing} OR ${latest.map((e) => `${e}.latest = ${importing}`).join(' OR ')})`;
  const peers = (side: 'src' | 'dst', other: 'src' | 'dst'): string =>
    `SELECT f.id, e.app, e.category FROM f JOIN e ON ${to('e', side)}
       JOIN speakers s ON s.app = e.app AND s.ip_high = f.${other}_ip_high AND s.ip_low = f.${other}_ip_low
       WHERE e.proof = ${Proof.OtherSpeaks} AND ${within('e', PEER_MS)} AND ${fresh('e')}`;
  return [
    `UPDATE flows SET app = told.app, app_by = ${AppBy.Inspected}, app_why = ${Why.Announced},
        category = CASE WHEN flows.service_by IN (${ServiceBy.None}, ${ServiceBy.Operator}) THEN told.category ELSE flows.category END
      FROM (
        WITH e AS (SELECT ip_high, ip_low, port, proto, app, category, proof, min(time_ms) first_ms, max(time_ms) last_ms, max(import) latest
            FROM endpoints GROUP BY ip_high, ip_low, port, proto, app, category, proof),
          f AS (SELECT id, import, proto, start_ns / 1e6 ms, src_ip_high, src_ip_low, src_port, dst_ip_high, dst_ip_low, dst_port
            FROM flows WHERE app_by <> ${AppBy.Inspected} AND ip_version <> 0 AND proto IN ${TRANSPORTS} AND src_payload + dst_payload > 0),
          speakers AS (
            SELECT app, src_ip_high ip_high, src_ip_low ip_low FROM flows
              WHERE app_by = ${AppBy.Inspected} AND app_why <> ${Why.Announced} AND app IN (SELECT app FROM e WHERE proof = ${Proof.OtherSpeaks})
            UNION SELECT app, dst_ip_high, dst_ip_low FROM flows
              WHERE app_by = ${AppBy.Inspected} AND app_why <> ${Why.Announced} AND app IN (SELECT app FROM e WHERE proof = ${Proof.OtherSpeaks}))
        SELECT id, min(app) app, min(category) category FROM (
          ${peers('dst', 'src')}
          UNION ALL ${peers('src', 'dst')} AND f.proto = 17
          UNION ALL SELECT f.id, a.app, a.category FROM f JOIN e a ON ${to('a', 'dst')} JOIN e b ON ${to('b', 'src')} AND b.app = a.app
            WHERE a.proof = ${Proof.BothAnnounced} AND b.proof = ${Proof.BothAnnounced}
              AND ${within('a', MEDIA_MS)} AND ${within('b', MEDIA_MS)} AND ${fresh('a', 'b')}
        ) GROUP BY id HAVING min(app) = max(app)
      ) told
      WHERE flows.id = told.id`,
    `UPDATE activity SET app = flows.app FROM flows
      WHERE flows.id = activity.flow AND flows.app_why = ${Why.Announced} AND activity.app <> flows.app`,
  ];
}
