/** Flows → a Parquet file with the field keys as columns and values as people write them. */
import { rmSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ipOfBigint } from '#base/address.ts';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { placeWord } from '#registry/places.ts';
import type { ExportRequest } from '../../store.ts';
import { type Expression, expressionOf, ipSql, ROW_FIELDS, Shown, valueSql } from '../read/columns.ts';
import { FlowsView } from '../read/flows-view.ts';
import type { Parameters } from '../read/parameters.ts';
import { readRows } from '../read/reader.ts';
import type { Source } from '../read/source.ts';

/** Sets the engine's own settings while it writes, outside of any transaction: one at a time in the process. */
export async function asWriter<T>(connection: DuckDBConnection, write: () => Promise<T>): Promise<T> {
  const [before] = await readRows(connection, "SELECT current_setting('memory_limit') AS memory");
  try {
    // Forty joins take eight megabytes each before they hold a row.
    await connection.run(`SET memory_limit = '${MEMORY_MB}MB'`);
    await connection.run('SET preserve_insertion_order = true');
    return await write();
  } finally {
    try {
      await connection.run(`SET memory_limit = '${String(before!.memory)}'`);
    } finally {
      await connection.run('SET preserve_insertion_order = false');
    }
  }
}

/** Rows written. To be called as a writer. */
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
  const own = new Shown();
  const tables = new Map<string, { readonly shown: Shown; readonly columns: string[] }>();
  const columns = keys.flatMap((key) => {
    const expression = expressionOf(key);
    if (expression === undefined) return [];
    if (empty.has(key))
      return [`NULL::${FIELD_BY_KEY.get(key)!.type === 'time' ? 'TIMESTAMP' : 'VARCHAR'} AS "${key}"`];
    const name = FlowsView.tableOf(valueSql(expression));
    if (name === undefined) return [`${spoken(key, expression, own)} AS "${key}"`];
    let table = tables.get(name);
    if (table === undefined) {
      table = { shown: new Shown(), columns: [] };
      tables.set(name, table);
    }
    table.columns.push(`${spoken(key, expression, table.shown)} AS "${key}"`);
    return [`part_${name}."${key}" AS "${key}"`];
  });
  const limit = request.limit === undefined ? '' : ` LIMIT ${Math.max(0, Math.floor(request.limit))}`;
  await source.rows(
    `CREATE OR REPLACE TEMP TABLE parquet_order AS SELECT (row_number() OVER ())::UINTEGER - 1 AS pos, id FROM (SELECT f.id FROM ${source.flows} f WHERE ${where} ORDER BY f.start_ns, f.id${limit})`,
    parameters,
  );
  const [count] = await source.rows('SELECT count(*) AS n FROM temp.main.parquet_order');
  const total = Number(count!.n);
  const copy = async (select: string, to: string): Promise<void> => {
    const options = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP_ROWS}`;
    await source.rows(`COPY (${select}) TO ${quoted(to)} (${options})`);
  };
  /** Facts of a part as people write them, a table each: one statement with all the joins would need too much memory. */
  const part = async (at: number): Promise<string> => {
    const range = `o.pos >= ${at} AND o.pos < ${at + PART_ROWS}`;
    const test = `IN (SELECT o.id FROM temp.main.parquet_order o WHERE ${range})`;
    for (const [name, { shown, columns: facts }] of tables) {
      const rows = source.factsAmong(name, test) ?? `(SELECT * FROM ${name} LIMIT 0)`;
      await source.rows(
        `CREATE OR REPLACE TEMP TABLE part_${name} AS SELECT f.flow, ${facts.join(', ')} FROM ${rows} f ${shown.joins}`,
      );
    }
    const joins = [...tables.keys()].map((name) => `LEFT JOIN temp.main.part_${name} ON part_${name}.flow = f.id`);
    return `SELECT ${columns.join(', ')} FROM temp.main.parquet_order o JOIN ${source.flowsAmong(test)} f ON f.id = o.id ${joins.join(' ')} ${own.joins} WHERE ${range} ORDER BY o.pos`;
  };
  // Some rows at a time: hundreds of columns of a million flows, joined and put in order, would need more memory than there is.
  const parts: string[] = [];
  try {
    for (let at = 0; at === 0 || at < total; at += PART_ROWS)
      await copy(
        await part(at),
        total <= PART_ROWS ? path : `${path}.part${parts.push(`${path}.part${parts.length}`) - 1}`,
      );
    if (parts.length > 0) await copy(`SELECT * FROM read_parquet([${parts.map(quoted).join(', ')}])`, path);
  } finally {
    for (const file of parts) rmSync(file, { force: true });
  }
  // The connection goes on to serve others: what fails takes them back.
  for (const table of ['address_texts', 'parquet_order', ...[...tables.keys()].map((name) => `part_${name}`)])
    await source.rows(`DROP TABLE temp.main.${table}`);
  return total;
}

/** A value of f as people write it. */
function spoken(key: string, expression: Expression, shown: Shown): string {
  const value = shown.of(expression);
  switch (FIELD_BY_KEY.get(key)!.type) {
    case 'time':
      return expression.dictionary === undefined ? `make_timestamp_ns(${value})` : `try_cast(${value} AS TIMESTAMP)`; // to the year 9999
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
}

/** For the engine while it writes. */
const MEMORY_MB = 1024;
/** Rows the writer holds before it writes them. */
const GROUP_ROWS = 8192;
/** Flows written at a time. */
const PART_ROWS = 32_768;

const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;

/** Facts that no flow has: each would cost a join, of some three megabytes. */
async function emptyTexts(
  source: Source,
  keys: readonly string[],
  where: string,
  parameters: Parameters,
): Promise<ReadonlySet<string>> {
  const facts = keys.filter((key) => FIELD_BY_KEY.get(key)?.fact === 'text');
  const empty = new Set<string>();
  for (const [table, own] of Map.groupBy(facts, (key) => FlowsView.tableOf(expressionOf(key)!.raw))) {
    const highest = own.map((key, i) => `max(${expressionOf(key)!.raw}) AS m${i}`).join(', ');
    const rows = table === undefined ? undefined : (source.factsAmong(table, '>= 0') ?? '');
    const [row] =
      rows === undefined
        ? await source.rows(`SELECT ${highest} FROM ${source.flows} f WHERE ${where}`, parameters)
        : rows === ''
          ? []
          : await source.rows(`SELECT ${highest} FROM ${rows} f`);
    for (const [i, key] of own.entries()) if (!Number(row?.[`m${i}`] ?? 0)) empty.add(key);
  }
  return empty;
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
