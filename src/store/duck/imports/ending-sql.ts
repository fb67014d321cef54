/** The end of an import as SQL: which rows give way to its own, and what is written when it is finished. */
import { FlowFlag } from '#flow/batch/batch.ts';
import type { KeyPart } from '#flow/spaces.ts';
import { type Ending, LOG_STACK, type Replaced, type ReplacedLogs } from '../../protocol.ts';
import { moveMarksSql } from '../marks.ts';
import { nsOf } from '../read/where.ts';
import { announcedSql } from './announced-sql.ts';
import { CALLS_TABLE, servicesBySocket } from './sockets-sql.ts';

/** What the dataset is like when an import ends. */
interface AtEnd {
  /** flows have tags or notes: what is part of a flow's key beside its ends */
  readonly marked: readonly KeyPart[] | undefined;
  /** tables of facts that have rows */
  readonly factTables: Iterable<string>;
  /** names came that tell services */
  readonly namesTellServices: boolean;
  /** endpoints that flows announced are held */
  readonly endpointsTellApps: boolean;
  readonly version: number;
  readonly widthMs: number;
}

/** One transaction: what is replaced goes, the import is finished. */
export function endingSql(
  importing: number,
  ending: Ending | undefined,
  replaced: string | undefined,
  { marked, factTables, namesTellServices, endpointsTellApps, version, widthMs }: AtEnd,
): string {
  const text = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'`;
  const old = `(SELECT id FROM flows WHERE ${replaced})`;
  const { files = [], stream = 'same' } = ending ?? {};
  return [
    'BEGIN',
    ...(replaced === undefined
      ? []
      : [
          ...(marked === undefined ? [] : moveMarksSql(importing, replaced, marked)),
          ...['activity', 'more_chunks', 'flow_files', ...factTables].map(
            (table) => `DELETE FROM ${table} WHERE flow IN ${old}`,
          ),
          `DELETE FROM flows WHERE ${replaced}`,
        ]),
    ...files.map((file) => `UPDATE files SET record = ${text(file)} WHERE id = ${Math.floor(file.id)}`),
    ...(stream === 'none' ? ["DELETE FROM meta WHERE key = 'stream'"] : []),
    ...(typeof stream === 'string' ? [] : [`INSERT OR REPLACE INTO meta VALUES ('stream', ${text(stream)})`]),
    ...(endpointsTellApps ? announcedSql(importing) : []),
    ...([...factTables].includes(CALLS_TABLE) ? [servicesBySocket(importing)] : []),
    ...(namesTellServices ? [servicesByName(importing)] : []),
    `UPDATE imports SET finished = true WHERE import = ${importing}`,
    `INSERT OR REPLACE INTO meta VALUES ('version', '${version}'), ('width_ms', '${widthMs}')`,
    'COMMIT',
  ].join(';\n');
}

/** Condition on rows of flows; undefined: none is replaced. */
export function endingReplacesSql(importing: number, { replaced, replacedLogs }: Ending): string | undefined {
  const tests = [
    ...(replaced === undefined ? [] : [replacedSql(importing, replaced)]),
    ...(replacedLogs === undefined ? [] : [replacedLogsSql(importing, replacedLogs)]),
  ];
  return tests.length === 0 ? undefined : tests.map((test) => `(${test})`).join(' OR ');
}

const LOGGED = `SELECT id FROM stacks WHERE name = '${LOG_STACK}'`;

function replacedLogsSql(importing: number, { openOf, spans = [] }: ReplacedLogs): string {
  const tests = spans.map(([from, to]) => `start_ns BETWEEN ${nsOf(from)} AND ${nsOf(to)}`);
  if (openOf !== undefined) tests.push(`import = ${Math.floor(openOf)} AND (flags & ${FlowFlag.Open}) <> 0`);
  return `import <> ${Math.floor(importing)} AND stack IN (${LOGGED}) AND (${tests.join(' OR ') || 'false'})`;
}

/** Condition on rows of flows. */
export function replacedSql(importing: number, replaced: Replaced): string {
  if (replaced.kind === 'open')
    return `import = ${Math.floor(replaced.importing)} AND (flags & ${FlowFlag.Open}) <> 0 AND stack NOT IN (${LOGGED})`;
  const packets = `import <> ${Math.floor(importing)} AND stack NOT IN (${LOGGED})`;
  if (replaced.kind === 'packets') return packets;
  const spans = replaced.spans.map(([from, to]) => `start_ns BETWEEN ${nsOf(from)} AND ${nsOf(to)}`);
  return `${packets} AND (${spans.join(' OR ') || 'false'})`;
}

/**
 * Flows that asked for no name are of the service that the destination's own name tells, where it is not known better: those of
 * the import, and earlier ones whose name it brings.
 */
function servicesByName(importing: number): string {
  return `UPDATE flows SET service = n.service, service_by = 2, category = n.category
    FROM (SELECT ip, any_value(service) service, any_value(category) category, max(import) latest FROM names WHERE service <> 0 GROUP BY ip) n
    WHERE (flows.import = ${importing} OR n.latest = ${importing}) AND flows.service_by IN (0, 5) AND flows.ip_version <> 0
      AND ((flows.dst_ip_high::UHUGEINT << 64) | flows.dst_ip_low) = n.ip`;
}
