/** Flows → a Parquet file with the field keys as columns and values as people write them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { ipOfBigint } from '#base/address.ts';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { placeWord } from '#registry/places.ts';
import type { ExportRequest } from '../store.ts';
import { expressionOf, ipSql, ROW_FIELDS, Shown } from './columns.ts';
import type { Source } from './reader.ts';
import type { Parameters } from './where.ts';

export async function writeParquet(
  connection: DuckDBConnection,
  source: Source,
  request: ExportRequest,
  where: string,
  parameters: Parameters,
  path: string,
): Promise<number> {
  await addressTexts(connection, source);
  const keys = request.fields.length === 0 ? ROW_FIELDS.map((field) => field.key) : request.fields;
  const empty = await emptyTexts(source, keys, where, parameters);
  const shown = new Shown();
  const columns = keys.flatMap((key) => {
    const expression = expressionOf(key);
    if (expression === undefined) return [];
    if (empty.has(key))
      return [`NULL::${FIELD_BY_KEY.get(key)!.type === 'time' ? 'TIMESTAMP' : 'VARCHAR'} AS "${key}"`];
    const value = shown.of(expression);
    const sql = ((): string => {
      switch (FIELD_BY_KEY.get(key)!.type) {
        case 'time':
          return expression.dictionary === undefined
            ? `make_timestamp_ns(${value})`
            : `try_cast(${value} AS TIMESTAMP)`; // to the year 9999
        case 'duration':
          return `(${value})::DOUBLE / 1e9`;
        case 'ms':
          return `(${value})::DOUBLE / 1e3`;
        case 'ip':
          return `(SELECT t.text FROM temp.main.address_texts t WHERE t.ip = ${value})`;
        case 'mac':
          return `regexp_replace(lower(lpad(hex(${value}), 12, '0')), '(..)(..)(..)(..)(..)(..)', '\\1:\\2:\\3:\\4:\\5:\\6')`;
        case 'country':
          return `CASE WHEN ${value} >= 16705 THEN chr((${value} // 256)::INTEGER) || chr((${value} % 256)::INTEGER) ELSE [${Array.from({ length: 16 }, (_, i) => `'${placeWord(i) ?? ''}'`).join(',')}][${value} + 1] END`;
        default:
          return value;
      }
    })();
    return [`${sql} AS "${key}"`];
  });
  const limit = request.limit === undefined ? '' : ` LIMIT ${Math.max(0, Math.floor(request.limit))}`;
  const result = await connection.run(
    source.complete(
      `COPY (SELECT ${columns.join(', ')} FROM ${source.flows} f ${shown.joins} WHERE ${where} ORDER BY f.start_ns, f.id${limit}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
    ),
    parameters.values,
    parameters.types,
  );
  return result.rowsChanged;
}

/** Facts that no flow of the export has: each would cost a join, of some three megabytes. */
async function emptyTexts(
  source: Source,
  keys: readonly string[],
  where: string,
  parameters: Parameters,
): Promise<ReadonlySet<string>> {
  const facts = keys.filter((key) => FIELD_BY_KEY.get(key)?.fact === 'text');
  if (facts.length === 0) return new Set();
  const highest = facts.map((key, i) => `max(${expressionOf(key)!.raw}) AS m${i}`);
  const [row] = await source.rows(`SELECT ${highest.join(', ')} FROM ${source.flows} f WHERE ${where}`, parameters);
  return new Set(facts.filter((_, i) => !Number(row?.[`m${i}`] ?? 0)));
}

/** Addresses as text, looked up by the export: IPv6 notation (RFC 5952) is beyond SQL. */
async function addressTexts(connection: DuckDBConnection, source: Source): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE address_texts (ip UHUGEINT, text VARCHAR)');
  const rows = await source.rows(
    `SELECT DISTINCT unnest([${ipSql('src')}, ${ipSql('dst')}]) ip FROM ${source.flows} f WHERE f.ip_version <> 0`,
  );
  const appender = await connection.createAppender('address_texts', 'main', 'temp');
  for (const row of rows) {
    appender.appendUHugeInt(row.ip as bigint);
    appender.appendVarchar(ipOfBigint(row.ip as bigint));
    appender.endRow();
  }
  appender.closeSync();
}
