/** Short texts that people give: names, tags, notes. */

type Cleaned = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** Controls, and what changes the order or the look of the text around it without being seen (UAX #9, zero width). */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;

/** One line in NFC, blanks at its ends taken off and those within single. `message` says what the text is; 'empty' for nothing. */
export function cleanLine(text: string, most: number): Cleaned {
  const clean = text
    .normalize('NFC')
    .replace(/[\t\p{Zs}]+/gu, ' ')
    .trim();
  if (clean === '') return { ok: false, message: 'empty' };
  if (UNSEEN.test(clean)) return { ok: false, message: 'has control characters' };
  if ([...clean].length > most) return { ok: false, message: `is longer than ${most} characters` };
  return { ok: true, text: clean };
}

/** Lines of text, in NFC, line ends as \n; the same characters are refused in it. */
export function cleanText(text: string, most: number): Cleaned {
  const clean = text.normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\t', ' ').trim();
  if (clean === '') return { ok: false, message: 'empty' };
  if (UNSEEN.test(clean.replaceAll('\n', ''))) return { ok: false, message: 'has control characters' };
  if ([...clean].length > most) return { ok: false, message: `is longer than ${most} characters` };
  return { ok: true, text: clean };
}
