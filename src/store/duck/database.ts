/** A dataset's database: its tables made or checked, what a crash left removed, and where its numbers go on. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '#base/errors.ts';
import { WHY_TEXTS } from '#dissect/why.ts';
import { ServiceBy } from '#flow/batch/batch.ts';
import { TCP_STATES } from '#flow/tcp/state.ts';
import type { OwnNetwork } from '#query/networks.ts';
import { IP_PROTOCOLS } from '#registry/ip-protocols.ts';
import { nameFiles } from './imports/flow-files.ts';
import { dropMarksSql } from './marks.ts';
import { readRows } from './read/reader.ts';
import type { Row } from './read/source.ts';
import {
  CODE_TABLES,
  type CodeTable,
  FACT_TABLES,
  FLOW_COLUMNS,
  factTableColumns,
  IMPORT_TABLES,
  LATER_TABLES,
  SCHEMA_VERSION,
  TABLES,
} from './schema.ts';
import type { Held } from './write/writer.ts';

/** Makes the tables of a new database; removes what an import left that never ended. */
export async function prepare(connection: DuckDBConnection, path: string): Promise<void> {
  const tables = (
    await readRows(
      connection,
      "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'",
    )
  ).map((row) => String(row.table_name));
  if (tables.length === 0) {
    await connection.run([...TABLES, ...LATER_TABLES].join(';'));
    const insert = (table: CodeTable, names: readonly string[], from = 0) =>
      connection.run(
        `INSERT INTO ${table} SELECT generate_subscripts(l, 1) - 1 + ${from}, unnest(l) FROM (SELECT string_split($1, '|') l)`,
        [names.join('|')],
      );
    await insert('protos', IP_PROTOCOLS);
    await insert('tcp_states', TCP_STATES.slice(1), 1);
    await insert('app_bys', ['none', 'port', 'inspected']);
    await insert('app_whys', WHY_TEXTS);
    await insert(
      'service_bys',
      Object.keys(ServiceBy).map((name) => name.toLowerCase()),
    );
    await connection.run(`INSERT INTO meta VALUES ('schema', '${SCHEMA_VERSION}')`);
    return;
  }
  const found = tables.includes('meta')
    ? String((await readRows(connection, "SELECT value FROM meta WHERE key = 'schema'"))[0]?.value)
    : 'none';
  const columns = (
    await readRows(
      connection,
      "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' AND (table_name = 'flows' OR table_name LIKE 'facts\\_%' ESCAPE '\\') ORDER BY table_name, column_index",
    )
  ).map((row) => `${row.table_name}.${row.column_name}`);
  const isOurs = found === String(SCHEMA_VERSION) && columns.join() === columnsOfFlows().join();
  if (!isOurs)
    throw new AppError('DATASET_SCHEMA', {
      path,
      found: found === String(SCHEMA_VERSION) ? 'with other fields' : found,
      wanted: SCHEMA_VERSION,
    });
  await connection.run(LATER_TABLES.join(';'));
  await nameFiles(connection);
  const left = await readRows(connection, 'SELECT import FROM imports WHERE NOT finished');
  for (const row of left) {
    for (const sql of dropMarksSql(Number(row.import))) await connection.run(sql);
    for (const table of IMPORT_TABLES)
      await connection.run(`DELETE FROM ${table} WHERE import = ${Number(row.import)}`);
  }
}

/** Columns of the tables that follow from the field table, as the database lists them. */
function columnsOfFlows(): readonly string[] {
  const tables = [
    { name: 'flows', columns: FLOW_COLUMNS },
    ...FACT_TABLES.map((facts) => ({ name: facts.name, columns: factTableColumns(facts) })),
  ];
  tables.sort((a, b) => (a.name < b.name ? -1 : 1));
  return tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`));
}

/** Tables of facts that have rows. */
export async function factTablesIn(connection: DuckDBConnection): Promise<readonly string[]> {
  const tests = FACT_TABLES.map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (FROM ${name})`);
  return (await readRows(connection, tests.join(' UNION ALL '))).map((row) => String(row.name));
}

/** The highest numbers given: import, file, chunk, version; and the width of activity bins. */
export async function numbersOf(connection: DuckDBConnection): Promise<Row> {
  const [numbers] = await readRows(
    connection,
    `SELECT (SELECT coalesce(max(import), 0) FROM imports) AS import, (SELECT coalesce(max(id), 0) FROM files) AS file, (SELECT coalesce(max(number), -1) FROM chunks) AS chunk,
    coalesce((SELECT value::BIGINT FROM meta WHERE key = 'version'), 0) AS version, coalesce((SELECT value::DOUBLE FROM meta WHERE key = 'width_ms'), 1) AS width`,
  );
  return numbers!;
}

/** The user's own networks, in their order. */
export async function networksIn(connection: DuckDBConnection): Promise<readonly OwnNetwork[]> {
  const rows = await readRows(connection, 'SELECT record FROM own_networks ORDER BY id');
  return rows.map((row) => JSON.parse(String(row.record)) as OwnNetwork);
}

/** What a writer goes on from. */
export async function heldIn(connection: DuckDBConnection): Promise<Held> {
  const [numbers] = await readRows(
    connection,
    'SELECT (SELECT coalesce(max(id) + 1, 0) FROM flows) AS flow, (SELECT coalesce(max(id) + 1, 1) FROM texts) AS text',
  );
  const codes = {} as Record<CodeTable, (readonly [number, string])[]>;
  for (const table of CODE_TABLES)
    codes[table] = (await readRows(connection, `SELECT id, name FROM ${table} ORDER BY id`)).map((row) => [
      Number(row.id),
      String(row.name),
    ]);
  const names = (await readRows(connection, 'SELECT ip FROM names')).map((row) => row.ip as bigint);
  const telling = (await readRows(connection, 'SELECT 1 FROM names WHERE service <> 0 LIMIT 1')).length > 0;
  const [announced] = await readRows(connection, 'SELECT count(*) AS count FROM endpoints');
  const endpoints = Number(announced!.count);
  const asns = (await readRows(connection, 'SELECT asn FROM orgs')).map((row) => Number(row.asn));
  const macs = (await readRows(connection, 'SELECT mac FROM vendors')).map((row) => Number(row.mac));
  const hosts = (await readRows(connection, 'SELECT id FROM domains')).map((row) => Number(row.id));
  return {
    nextFlow: Number(numbers!.flow),
    nextText: Number(numbers!.text),
    codes,
    names,
    telling,
    endpoints,
    asns,
    macs,
    hosts,
  };
}
