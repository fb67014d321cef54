/**
 * The capture files a flow's packets came from. Most flows lie in one file: that of their first chunk, joined when somebody asks; flows of
 * logs have numbers of files where those of packets have chunks.
 * Those that lie in several are found when their import ends, from the chunks they know: nothing is done for a packet, or for a flow
 * of one file. `files` of a flow is a number of file_sets: a file's own, or above SETS one of several files.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { type Room, withRoom } from '../../memory.ts';
import { LOG_STACK, type StoredFile } from '../../protocol.ts';
import { chunkNumbers } from '../read/chunks.ts';
import { readColumns } from '../read/read-columns.ts';
import { readRows } from '../read/reader.ts';
import { RowAppender } from '../write/row-appender.ts';

const SETS = 2 ** 31;
/** Names told of a flow in many files. */
const NAMED = 4;
/** Flows with chunks between their first and last read at once. */
const PART = 10_000;

const LOGGED = `(SELECT id FROM stacks WHERE name = '${LOG_STACK}')`;

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

/** Finds the flows of an import that lie in several files, once all its rows are written. */
export async function findSeveral(
  { connection, native, room }: { connection: DuckDBConnection; native: duckdb.Connection; room: Room },
  catalog: string,
  importing: number,
): Promise<void> {
  const read = (sql: string) => withRoom(room, () => readRows(connection, sql));
  const of = `import = ${Math.floor(importing)}`;
  const chunks = await read('SELECT file, min(number) low, max(number) high FROM chunks GROUP BY file ORDER BY low');
  const lows = chunks.map((row) => Number(row.low));
  const highs = chunks.map((row) => Number(row.high));
  const ids = chunks.map((row) => Number(row.file));
  /** place among the files of a chunk; -1 = none */
  const placeOf = (chunk: number): number => {
    let [low, high] = [0, lows.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (chunk < lows[middle]!) high = middle - 1;
      else if (chunk > highs[middle]!) low = middle + 1;
      else return middle;
    }
    return -1;
  };
  const file = (chunk: string): string =>
    `JOIN (SELECT number, min(file) AS file FROM chunks GROUP BY number) ${chunk} ON ${chunk}.number = f.${chunk}`;
  const [flows, firsts, lasts, logged] = (await withRoom(room, () =>
    readColumns(
      connection,
      [
        ...(chunks.length < 2
          ? []
          : [
              `SELECT f.id, f.first_chunk, f.last_chunk, 0 AS logged FROM flows f ${file('first_chunk')} ${file('last_chunk')} WHERE f.${of} AND f.first_chunk <> f.last_chunk AND first_chunk.file <> last_chunk.file AND f.stack NOT IN ${LOGGED}`,
            ]),
        `SELECT id, first_chunk, last_chunk, 1 AS logged FROM flows WHERE ${of} AND first_chunk <> last_chunk AND stack IN ${LOGGED}`,
      ].join(' UNION ALL '),
    ),
  )) as [number[], number[], number[], number[]];
  if (flows.length === 0) return;
  const names = new Map(
    (await read(`SELECT id, name FROM file_members WHERE id < ${SETS}`)).map(({ id, name }) => [
      Number(id),
      String(name),
    ]),
  );
  const known = await read(`SELECT coalesce(max(id), ${SETS - 1}) + 1 AS next FROM file_sets WHERE id >= ${SETS}`);
  let next = Number(known[0]!.next);
  const sets = new Map<string, number>();
  const rows = (table: string): RowAppender => new RowAppender(native, room, catalog, table);
  const [setRows, memberRows, flowRows] = [rows('file_sets'), rows('file_members'), rows('flow_files')];
  const named = (to: RowAppender, id: number, name: string): void =>
    to.row((a) => {
      duckdb.append_uint32(a, importing);
      duckdb.append_uint32(a, id);
      duckdb.append_varchar(a, name);
    });
  try {
    for (let from = 0; from < flows.length; from += PART) {
      const part = Array.from({ length: Math.min(PART, flows.length - from) }, (_, i) => from + i);
      const more = new Map(
        (
          await read(`SELECT flow, deltas FROM more_chunks WHERE flow IN (${part.map((at) => flows[at]).join(',')})`)
        ).map((row) => [Number(row.flow), row]),
      );
      for (const at of part) {
        const between = more.get(flows[at]!);
        const numbers = chunkNumbers(
          [{ id: flows[at], first_chunk: firsts[at], last_chunk: lasts[at] }],
          between === undefined ? [] : [between],
        );
        const files =
          logged[at] === 1
            ? numbers
            : [...new Set(numbers.map(placeOf))].filter((place) => place >= 0).map((place) => ids[place]!);
        if (files.length < 2) continue;
        const key = files.join();
        let set = sets.get(key);
        if (set === undefined) {
          set = next++;
          sets.set(key, set);
          const own = [...new Set(files.map((id) => names.get(id) ?? ''))].filter((name) => name !== '');
          const text =
            own.length <= NAMED
              ? own.join(', ')
              : `${own.slice(0, NAMED - 1).join(', ')} and ${own.length - NAMED + 1} more`;
          named(setRows, set, text);
          for (const name of own) named(memberRows, set, name);
        }
        flowRows.row((a) => {
          duckdb.append_uint32(a, importing);
          duckdb.append_uint32(a, flows[at]!);
          duckdb.append_uint32(a, set);
        });
      }
    }
    for (const table of [setRows, memberRows, flowRows]) while (!table.flush()) await room.more();
  } finally {
    for (const table of [setRows, memberRows, flowRows]) table.close();
  }
}
