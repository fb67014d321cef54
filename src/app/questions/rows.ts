/** Flows as text: JSON lines and CSV, with the field keys as names. */
import { FIELDS } from '#fields/table.ts';
import type { FlowRow } from '#query/question.ts';

export type TextFormat = 'jsonl' | 'csv';

/** Keys of a whole row, in the order of the field table; the flow's own number comes last. */
export const ROW_KEYS: readonly string[] = FIELDS.filter(
  (field) => field.either === undefined && field.derived === undefined,
).map((field) => field.key);

/** What stands before the first row. */
export function rowsHead(format: TextFormat, keys: readonly string[] = ROW_KEYS): string {
  return format === 'csv' ? `${keys.map(csvCell).join(',')}\r\n` : '';
}

/**
 * Rows as lines. CSV is RFC 4180, and texts that a spreadsheet would run as a formula stand behind an apostrophe; in JSON
 * a key is absent where nothing is known.
 */
export function rowsText(format: TextFormat, rows: readonly FlowRow[], keys: readonly string[] = ROW_KEYS): string {
  let text = '';
  if (format === 'jsonl') for (const row of rows) text += `${JSON.stringify(row)}\n`;
  else for (const row of rows) text += `${keys.map((key) => csvCell(row[key])).join(',')}\r\n`;
  return text;
}

/** What spreadsheets take for a formula (OWASP, CSV Injection); the far end of a capture chooses such texts. */
const FORMULA = /^[=+\-@\t\r\n]/;

function csvCell(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text.startsWith(' ') || text.endsWith(' ') ? `"${text.replaceAll('"', '""')}"` : text;
}
