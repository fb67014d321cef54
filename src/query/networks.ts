/**
 * The user's own networks: blocks of addresses with a name, and where they are. Checked here for the page, the API and the command
 * line alike; kept with the dataset.
 */
import { formatIp, type IpRange, parseCidr, wordsOfBigint } from '#base/address.ts';
import { COUNTRY_NAMES } from '#registry/countries.ts';
import { cleanLine } from './plain-line.ts';
import { placeOf } from './words.ts';

export interface OwnNetwork {
  /** as the block is written, host bits cleared: 10.1.0.0/16 */
  readonly cidr: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2 */
  readonly country?: string;
  /** degrees, north and east positive; both or neither */
  readonly lat?: number;
  readonly lon?: number;
}

/** A network as somebody wrote it. */
export interface WrittenNetwork {
  readonly cidr: string;
  readonly name: string;
  readonly country?: string | undefined;
  readonly lat?: number | string | undefined;
  readonly lon?: number | string | undefined;
}

export type NetworkPart = 'cidr' | 'name' | 'country' | 'lat' | 'lon';

/** What is wrong with one of them; rows count from 0. */
export interface NetworkFault {
  readonly row: number;
  readonly part: NetworkPart;
  readonly message: string;
}

export const MOST_NETWORKS = 1000;
const MOST_NAME = 80;

/** Inclusive range of a network that has been checked. */
export function rangeOf(network: OwnNetwork): IpRange {
  return parseCidr(network.cidr)!;
}

/** All of them as they are kept, or all that is wrong with them. */
export function checkNetworks(
  written: readonly WrittenNetwork[],
):
  | { readonly ok: true; readonly networks: readonly OwnNetwork[] }
  | { readonly ok: false; readonly faults: readonly NetworkFault[] } {
  const faults: NetworkFault[] = [];
  const networks: OwnNetwork[] = [];
  const rows = new Map<string, number>();
  if (written.length > MOST_NETWORKS)
    faults.push({ row: MOST_NETWORKS, part: 'cidr', message: `there can be ${MOST_NETWORKS} networks at most` });
  for (const [row, one] of written.slice(0, MOST_NETWORKS).entries()) {
    const fault = (part: NetworkPart, message: string): void => void faults.push({ row, part, message });
    const cidr = blockOf(one.cidr.trim(), (message) => fault('cidr', message));
    const before = cidr === undefined ? undefined : rows.get(cidr);
    if (before !== undefined) fault('cidr', `${cidr} is there already, in row ${before + 1}`);
    if (cidr !== undefined) rows.set(cidr, row);
    const name = cleanLine(one.name, MOST_NAME);
    if (!name.ok) fault('name', name.message === 'empty' ? 'a network needs a name' : `the name ${name.message}`);
    const country = countryOf(one.country, (message) => fault('country', message));
    const lat = degreesOf(one.lat, 90, 'the latitude', (message) => fault('lat', message));
    const lon = degreesOf(one.lon, 180, 'the longitude', (message) => fault('lon', message));
    if ((lat === undefined) !== (lon === undefined) && !faults.some((f) => f.row === row && /^l/.test(f.part)))
      fault(lat === undefined ? 'lat' : 'lon', 'a point needs both latitude and longitude');
    if (cidr === undefined || !name.ok) continue;
    networks.push({
      cidr,
      name: name.text,
      ...(country === undefined ? {} : { country }),
      ...(lat === undefined || lon === undefined ? {} : { lat, lon }),
    });
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, networks };
}

function blockOf(text: string, fault: (message: string) => void): string | undefined {
  const range = parseCidr(text);
  if (range === undefined) {
    fault(
      text === ''
        ? 'a block of addresses is needed, such as 10.1.0.0/16'
        : `${JSON.stringify(text.slice(0, 60))} is no block of addresses, such as 10.1.0.0/16 or 2001:db8::/48`,
    );
    return undefined;
  }
  const bits = (range.high - range.low + 1n).toString(2).length - 1;
  if (bits === (range.version === 4 ? 32 : 128)) {
    fault(`${text} is every address`);
    return undefined;
  }
  return `${formatIp(...wordsOfBigint(range.low))}/${(range.version === 4 ? 32 : 128) - bits}`;
}

function countryOf(text: string | undefined, fault: (message: string) => void): string | undefined {
  const wanted = (text ?? '').trim();
  if (wanted === '') return undefined;
  const code = placeOf(wanted);
  if (code !== undefined && COUNTRY_NAMES.has(code)) return code;
  fault(`${JSON.stringify(wanted.slice(0, 60))} is no country: a code such as NL, or an English name`);
  return undefined;
}

function degreesOf(
  value: number | string | undefined,
  most: number,
  word: string,
  fault: (message: string) => void,
): number | undefined {
  const text = String(value ?? '').trim();
  if (text === '') return undefined;
  const degrees = /^[+-]?\d{1,3}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Math.abs(degrees) <= most) return degrees;
  fault(`${word} is a number of degrees from -${most} to ${most}, such as ${most === 90 ? '52.37' : '4.9'}`);
  return undefined;
}

/**
 * Networks of a text: a JSON list, or lines of CSV (comma, semicolon or tab) with block, name, country, latitude, longitude. A
 * heading, empty lines and those that begin with # are passed over; `lines` says where each was.
 */
export function readNetworks(
  text: string,
):
  | { readonly ok: true; readonly written: readonly WrittenNetwork[]; readonly lines: readonly number[] }
  | { readonly ok: false; readonly message: string } {
  const bare = text.replace(/^\uFEFF/, '');
  if (/^\s*\[/.test(bare)) return readJson(bare);
  const written: WrittenNetwork[] = [];
  const lines: number[] = [];
  for (const [index, line] of bare.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const separator = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
    const [cidr = '', name = '', country, lat, lon] = cellsOf(line, separator);
    if (written.length === 0 && lines.length === 0 && /^(cidr|network|block|range)$/i.test(cidr.trim())) continue;
    written.push({ cidr, name, country, lat, lon });
    lines.push(index + 1);
    if (written.length > MOST_NETWORKS) break;
  }
  return { ok: true, written, lines };
}

function readJson(text: string): ReturnType<typeof readNetworks> {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return { ok: false, message: 'it begins as JSON and is none' };
  }
  if (!Array.isArray(list)) return { ok: false, message: 'it is no list of networks' };
  const written = list.slice(0, MOST_NETWORKS + 1).map((one: unknown): WrittenNetwork => {
    const of = (key: string): string => {
      const value = typeof one === 'object' && one !== null ? (one as Record<string, unknown>)[key] : undefined;
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    };
    return { cidr: of('cidr'), name: of('name'), country: of('country'), lat: of('lat'), lon: of('lon') };
  });
  return { ok: true, written, lines: written.map((_, row) => row + 1) };
}

/** RFC 4180 within a line: a cell in quotes may hold the separator, and "" is a quote. */
function cellsOf(line: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const c = line[at]!;
    if (isQuoted && c === '"' && line[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (c === '"' && (isQuoted || cell.trim() === '')) {
      isQuoted = !isQuoted;
      if (isQuoted) cell = '';
    } else if (c === separator && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += c;
  }
  return [...cells, cell].map((one) => one.trim());
}

/** As readNetworks reads them: CSV with a heading. */
export function printNetworks(networks: readonly OwnNetwork[]): string {
  const cell = (value: string | number | undefined): string => {
    const text = String(value ?? '');
    return /[",;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = networks.map((one) => [one.cidr, one.name, one.country, one.lat, one.lon].map(cell).join(','));
  return `${['cidr,name,country,lat,lon', ...rows].join('\n')}\n`;
}
