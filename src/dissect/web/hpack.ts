/**
 * HPACK, RFC 7541: a header block → names and values, by the dynamic table of its direction, which all its blocks before have filled.
 * Bounded in headers, bytes and work, so that a few bytes never unfold to many. Never throws.
 */

/** Lengths of the canonical code of App. B, a base-36 digit a symbol, the last for the end of the text. */
const LENGTHS =
  'dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6ca' +
  'd67777777777777777777777878djde6f56565666577666567655677777fbeds' +
  'kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmn' +
  'qqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrq' +
  'u';
const LONGEST_CODE = 30;

/** App. A; values behind a colon of their own. */
const STATIC: readonly (readonly [string, string])[] = (
  ':authority|:method=GET|:method=POST|:path=/|:path=/index.html|:scheme=http|:scheme=https|:status=200|:status=204|' +
  ':status=206|:status=304|:status=400|:status=404|:status=500|accept-charset|accept-encoding=gzip, deflate|accept-language|' +
  'accept-ranges|accept|access-control-allow-origin|age|allow|authorization|cache-control|content-disposition|content-encoding|' +
  'content-language|content-length|content-location|content-range|content-type|cookie|date|etag|expect|expires|from|host|' +
  'if-match|if-modified-since|if-none-match|if-range|if-unmodified-since|last-modified|link|location|max-forwards|' +
  'proxy-authenticate|proxy-authorization|range|referer|refresh|retry-after|server|set-cookie|strict-transport-security|' +
  'transfer-encoding|user-agent|vary|via|www-authenticate'
)
  .split('|')
  .map((entry) => {
    const [name, value = ''] = entry.split('=');
    return [name!, value] as const;
  });

const MOST_HEADERS = 128;
const MOST_TEXT = 32 * 1024; // decoded, of a block
const TABLE_BYTES = 4096; // RFC 9113 §6.5.2, before the encoder says another
const LARGEST_TABLE = 65536;
const ENTRY_BYTES = 32; // §4.1

/** Headers that a direction's later blocks may refer to, the newest first, §2.3.2. */
export interface HpackTable {
  readonly entries: (readonly [name: string, value: string])[];
  bytes: number;
  most: number;
  /** a block was missed or broke the rules: what later ones refer to is not known */
  isLost: boolean;
}

export function createTable(): HpackTable {
  return { entries: [], bytes: 0, most: TABLE_BYTES, isLost: false };
}

/** §4.4: entries are dropped until the new one fits; one that is larger than the table empties it. */
function add(table: HpackTable, name: string, value: string): void {
  table.entries.unshift([name, value]);
  table.bytes += name.length + value.length + ENTRY_BYTES;
  evict(table);
}

function evict(table: HpackTable): void {
  while (table.bytes > table.most) {
    const [name, value] = table.entries.pop()!;
    table.bytes -= name.length + value.length + ENTRY_BYTES;
  }
}

/** For each length of code: the first code of it, and where its symbols begin in `symbols`. */
const firstCode = new Int32Array(LONGEST_CODE + 1);
const firstSymbol = new Int32Array(LONGEST_CODE + 2);
const symbols = new Uint16Array(257);
{
  let code = 0;
  let at = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    code *= 2;
    firstCode[length] = code;
    firstSymbol[length] = at;
    for (let symbol = 0; symbol < 257; symbol++) {
      if (Number.parseInt(LENGTHS[symbol]!, 36) !== length) continue;
      symbols[at++] = symbol;
      code++;
    }
    firstSymbol[length + 1] = at;
  }
}

const text = new Uint8Array(MOST_TEXT);

/** Text of Huffman codes in [off, end); undefined when it is none. */
export function huffmanText(buf: Uint8Array, off: number, end: number): string | undefined {
  let code = 0;
  let length = 0;
  let written = 0;
  for (let at = off; at < end; at++) {
    for (let bit = 7; bit >= 0; bit--) {
      code = code * 2 + ((buf[at] >> bit) & 1);
      if (++length > LONGEST_CODE) return undefined;
      const place = firstSymbol[length] + code - firstCode[length];
      if (code < firstCode[length] || place >= firstSymbol[length + 1]) continue;
      const symbol = symbols[place];
      if (symbol === 256 || written === text.length) return undefined;
      text[written++] = symbol;
      code = length = 0;
    }
  }
  return latin1(text, 0, written);
}

function latin1(buf: Uint8Array, from: number, to: number): string {
  return Buffer.from(buf.buffer, buf.byteOffset + from, to - from).toString('latin1');
}

// what the last reader read: its value, and where the next begins (-1 = it was cut off or broken)
let next = 0;

/** §5.1; values past 2^21 are taken for broken. */
function integer(buf: Uint8Array, off: number, end: number, bits: number): number {
  const mask = (1 << bits) - 1;
  let value = buf[off] & mask;
  let at = off + 1;
  if (value === mask) {
    let shift = 0;
    for (;;) {
      if (at >= end || shift > 14) {
        next = -1;
        return 0;
      }
      value += (buf[at] & 0x7f) << shift;
      shift += 7;
      if ((buf[at++] & 0x80) === 0) break;
    }
  }
  next = at;
  return value;
}

/** §5.2. */
function string(buf: Uint8Array, off: number, end: number): string {
  if (off < 0 || off >= end) {
    next = -1;
    return '';
  }
  const isHuffman = (buf[off] & 0x80) !== 0;
  const length = integer(buf, off, end, 7);
  const from = next;
  if (from < 0 || from + length > end || length > MOST_TEXT) {
    next = -1;
    return '';
  }
  const value = isHuffman ? huffmanText(buf, from, from + length) : latin1(buf, from, from + length);
  next = value === undefined ? -1 : from + length;
  return value ?? '';
}

/** Hands the headers of a block to `take`; false when it breaks the rules (what came before has been handed over): the table is lost then. */
export function readHeaders(
  buf: Uint8Array,
  off: number,
  end: number,
  take: (name: string, value: string) => void,
  table: HpackTable = createTable(),
): boolean {
  if (table.isLost) return false;
  table.isLost = !readAll(buf, off, end, take, table);
  return !table.isLost;
}

function readAll(
  buf: Uint8Array,
  off: number,
  end: number,
  take: (name: string, value: string) => void,
  table: HpackTable,
): boolean {
  let total = 0;
  let at = off;
  const entry = (index: number) =>
    index <= STATIC.length ? STATIC[index - 1] : table.entries[index - STATIC.length - 1];
  for (let count = 0; at < end; count++) {
    if (count >= MOST_HEADERS) return false;
    const first = buf[at];
    if ((first & 0xe0) === 0x20) {
      const most = integer(buf, at, end, 5); // §6.3
      if (next < 0 || most > LARGEST_TABLE) return false;
      table.most = most;
      evict(table);
      at = next;
      continue;
    }
    let header: readonly [string, string] | undefined;
    if ((first & 0x80) !== 0) {
      const index = integer(buf, at, end, 7);
      if (next < 0) return false;
      at = next;
      header = entry(index);
    } else {
      const isKept = (first & 0x40) !== 0;
      const index = integer(buf, at, end, isKept ? 6 : 4);
      if (next < 0) return false;
      const name = index === 0 ? string(buf, next, end) : entry(index)?.[0];
      if (next < 0 || name === undefined) return false;
      const value = string(buf, next, end);
      if (next < 0) return false;
      at = next;
      header = [name, value];
      if (isKept) add(table, name, value);
    }
    if (header === undefined) return false;
    total += header[0].length + header[1].length;
    if (total > MOST_TEXT) return false;
    take(header[0], header[1]);
  }
  return true;
}
