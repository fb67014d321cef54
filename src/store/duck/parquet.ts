/** Flows → a Parquet file with the field keys as columns and values as people write them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { ipOfBigint } from '#base/address.ts';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { placeWord } from '#registry/places.ts';
import type { ExportRequest } from '../store.ts';
import { expressionOf, ipSql, ROW_FIELDS, Shown } from './columns.ts';
import { readRows } from './reader.ts';
import type { Parameters } from './where.ts';

export async function writeParquet(
  connection: DuckDBConnection,
  flows: string,
  request: ExportRequest,
  where: string,
  parameters: Parameters,
  path: string,
): Promise<number> {
  await addressTexts(connection, flows);
  const keys = request.fields.length === 0 ? ROW_FIELDS.map((field) => field.key) : request.fields;
  const shown = new Shown();
  const columns = keys.flatMap((key) => {
    const expression = expressionOf(key);
    if (expression === undefined) return [];
    const value = shown.of(expression);
    const sql = ((): string => {
      switch (FIELD_BY_KEY.get(key)!.type) {
        case 'time':
          return `make_timestamp_ns(${value})`;
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
    `COPY (SELECT ${columns.join(', ')} FROM ${flows} f ${shown.joins} WHERE ${where} ORDER BY f.start_ns, f.id${limit}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
    parameters.values,
    parameters.types,
  );
  return result.rowsChanged;
}

/** Addresses as text, looked up by the export: IPv6 notation (RFC 5952) is beyond SQL. */
async function addressTexts(connection: DuckDBConnection, flows: string): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE address_texts (ip UHUGEINT, text VARCHAR)');
  const rows = await readRows(
    connection,
    `SELECT DISTINCT unnest([${ipSql('src')}, ${ipSql('dst')}]) ip FROM ${flows} f WHERE f.ip_version <> 0`,
  );
  const appender = await connection.createAppender('address_texts', 'main', 'temp');
  for (const row of rows) {
    appender.appendUHugeInt(row.ip as bigint);
    appender.appendVarchar(ipOfBigint(row.ip as bigint));
    appender.endRow();
  }
  appender.closeSync();
}
