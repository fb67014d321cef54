/** More of it tells nobody more, and an archive may name very many files at length. */
const MOST = 255;

/** The name that an archive gives a file, as one line: whoever made the archive chose it. */
export function entryName(name: string): string {
  const line = name.slice(0, 4 * MOST).replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');
  return line.length <= MOST ? line : `…${line.slice(1 - MOST)}`;
}
