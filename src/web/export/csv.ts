/** Tables as CSV, RFC 4180. Pure. */

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | undefined)[])[];
}

/** A text that begins like a formula stands behind an apostrophe, so that no spreadsheet runs it. */
function cell(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvOf = ({ head, rows }: Table): string =>
  [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');

/** A file name of a picture's question. */
export const fileName = (title: string, ending: string): string =>
  `${
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 80) || 'capscope'
  }.${ending}`;
