/** How statements of SQL begin (ISO/IEC 9075), as every server of it takes them. */
import { startsWithNoCase } from '../bytes.ts';

const COMMON = [
  'select ',
  'insert ',
  'update ',
  'delete ',
  'show ',
  'set ',
  'begin',
  'commit',
  'rollback',
  'create ',
  'drop ',
  'alter ',
];

/** Whether [off, end) begins as a statement; `own`: a word that this server's dialect knows besides. */
export function isStatement(buf: Uint8Array, off: number, end: number, own: string): boolean {
  return COMMON.some((word) => startsWithNoCase(buf, off, end, word)) || startsWithNoCase(buf, off, end, own);
}
