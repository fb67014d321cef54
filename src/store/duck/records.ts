/** Records of the captures in a database that another version made: this one asks it nothing else. */
import { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { StoredFile } from '../protocol.ts';
import { readRows } from './read/reader.ts';

/** What of a record every version has had. */
export type KnownCapture = Pick<StoredFile, 'name' | 'path' | 'packed'>;

/** In the order of the imports; none where the database has no records that can be read. */
export async function recordsIn(
  database: duckdb.Database,
  name: string,
  path: string,
): Promise<readonly KnownCapture[]> {
  const connection = new DuckDBConnection(await duckdb.connect(database));
  try {
    await connection.run(`ATTACH '${path.replaceAll("'", "''")}' AS ${name} (READ_ONLY)`);
    try {
      const rows = await readRows(connection, `SELECT record FROM ${name}.main.files ORDER BY id`);
      return rows.flatMap(({ record }) => captureIn(String(record)) ?? []);
    } finally {
      await connection.run(`DETACH ${name}`);
    }
  } catch {
    return [];
  } finally {
    connection.closeSync();
  }
}

function captureIn(record: string): KnownCapture | undefined {
  const { name, path, packed } = JSON.parse(record) as Partial<KnownCapture>;
  return typeof name === 'string' ? { name, ...(path && { path }), ...(packed?.path && { packed }) } : undefined;
}
