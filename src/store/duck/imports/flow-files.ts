/**
 * The capture files a flow's packets came from. Most flows lie in one file: that of their first chunk, joined when somebody asks; flows of
 * logs have numbers of files where those of packets have chunks.
 * Those that lie in several are found when their import ends (file-sets.ts), from the chunks they know: nothing is done for a packet, or
 * for a flow of one file. `files` of a flow is a number of file_sets: a file's own, or above SETS one of several files.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import { LOG_STACK, type StoredFile } from '../../protocol.ts';
import { readRows } from '../read/reader.ts';

export const SETS = 2 ** 31;

/** Stacks of flows of logs. */
export const LOGGED = `(SELECT id FROM stacks WHERE name = '${LOG_STACK}')`;

/** Files of a flow, for a row of flows named b. Logs' flows that know none are of their import's only file. */
export const FLOW_FILES = {
  column: `CASE WHEN b.stack NOT IN ${LOGGED} THEN coalesce(several.files, first_chunk.file, 0) ELSE coalesce(several.files, nullif(b.first_chunk, 0), own_file.file, 0) END::UINTEGER AS file_set`,
  joins: [
    'LEFT JOIN (SELECT number, min(file) AS file FROM chunks GROUP BY number) first_chunk ON first_chunk.number = b.first_chunk',
    'LEFT JOIN flow_files several ON several.flow = b.id',
    `LEFT JOIN (SELECT import, min(id) AS file FROM file_sets WHERE id < ${SETS} GROUP BY import HAVING count(*) = 1) own_file ON own_file.import = b.import`,
  ].join(' '),
} as const;

/** Statements that keep the names of files, with the import that brought them. */
export function fileNamesSql(importing: number, files: readonly StoredFile[]): string {
  const rows = files
    .map(({ id, name }) => `(${Math.floor(importing)}, ${Math.floor(id)}, '${name.replaceAll("'", "''")}')`)
    .join(', ');
  return (['file_sets', 'file_members'] as const)
    .map(
      (table) =>
        `INSERT INTO ${table} SELECT * FROM (VALUES ${rows}) v(import, id, name) WHERE v.id NOT IN (SELECT id FROM ${table})`,
    )
    .join('; ');
}

/** Names of the files of a database that was made before they were kept. */
export async function nameFiles(connection: DuckDBConnection): Promise<void> {
  const rows = await readRows(
    connection,
    'SELECT import, record FROM files WHERE id NOT IN (SELECT id FROM file_sets)',
  );
  for (const row of rows)
    await connection.run(fileNamesSql(Number(row.import), [JSON.parse(String(row.record)) as StoredFile]));
}
