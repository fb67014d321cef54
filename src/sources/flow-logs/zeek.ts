/**
 * Zeek's conn.log, as tab-separated text with its #fields line or as JSON a line ("conn.log", docs.zeek.org). A line is a
 * flow already; bytes are those of IP packets where Zeek counted them, else payload.
 */
import { parseIp } from '#base/address.ts';
import { IP_PROTOCOLS } from '#registry/ip-protocols.ts';
import { Lines } from './lines.ts';
import { type LogCounts, type LoggedFlow, type LogReader, type LogSpan, noteTime } from './logged-flow.ts';

type Line = Readonly<Record<string, string | undefined>>;

const REQUIRED = ['ts', 'id.orig_h', 'id.resp_h'];

/** True for a first line of a conn.log: Zeek's header, or JSON with its ends. */
export function isZeekLine(line: string): boolean {
  if (line.startsWith('#separator')) return true;
  const json = jsonOf(line);
  return json !== undefined && REQUIRED.every((key) => json[key] !== undefined) && json.proto !== undefined;
}

/** Why a Zeek log is not read; undefined for conn.log. `head`: its first lines. */
export function otherZeekLog(head: string): string | undefined {
  const path = /^#path\s+(\S+)/m.exec(head)?.[1];
  return path === undefined || path === 'conn' ? undefined : `it is Zeek's ${path}.log; only conn.log tells flows`;
}

export class ZeekConnLog implements LogReader {
  readonly format = 'Zeek conn.log';
  readonly counts: LogCounts = { records: 0, malformed: 0 };
  #lines = new Lines();
  #file = 0;
  #fields: readonly string[] = [];
  #unset = '-';
  #empty = '(empty)';

  feed(bytes: Uint8Array): LoggedFlow[] {
    return this.#lines.feed(bytes).flatMap((line) => this.#line(line));
  }

  readonly spans = new Map<string, LogSpan>();

  /** Each line is a whole flow. */
  save(): readonly unknown[] {
    return [];
  }

  load(): void {}

  begin(_head: Uint8Array, _from = 0, file = 0): void {
    this.#file = file;
    this.spans.clear();
    this.#lines = new Lines();
    this.#fields = [];
  }

  end(): LoggedFlow[] {
    const done = this.#lines.finish().flatMap((line) => this.#line(line));
    this.counts.malformed += this.#lines.tooLong;
    return done;
  }

  finish(): LoggedFlow[] {
    return [];
  }

  #line(line: string): LoggedFlow[] {
    if (line === '') return [];
    if (line.startsWith('#')) {
      const [name, ...rest] = line.split('\t');
      if (name === '#fields') this.#fields = rest;
      else if (name === '#unset_field' && rest[0]) this.#unset = rest[0];
      else if (name === '#empty_field' && rest[0]) this.#empty = rest[0];
      return [];
    }
    const values = line.startsWith('{') ? jsonOf(line) : this.#columns(line);
    const flow = values === undefined ? undefined : flowOf(values);
    if (flow === undefined) {
      this.counts.malformed++;
      return [];
    }
    this.counts.records++;
    noteTime(this.spans, '', flow.startMs);
    noteTime(this.spans, '', flow.endMs);
    return [this.#file === 0 ? flow : { ...flow, files: [this.#file] }];
  }

  #columns(line: string): Line | undefined {
    const values = line.split('\t');
    if (values.length !== this.#fields.length) return undefined;
    return Object.fromEntries(
      values.map((value, i) => [this.#fields[i]!, value === this.#unset || value === this.#empty ? undefined : value]),
    );
  }
}

function flowOf(line: Line): LoggedFlow | undefined {
  const startMs = timeOf(line.ts);
  const src = parseIp(line['id.orig_h'] ?? '');
  const dst = parseIp(line['id.resp_h'] ?? '');
  if (startMs === undefined || src === undefined || dst === undefined || src.version !== dst.version) return undefined;
  const seconds = numberOf(line.duration) ?? 0;
  const proto = line.proto === 'icmp' && src.version === 6 ? 58 : IP_PROTOCOLS.indexOf(line.proto ?? '');
  const count = (ip: string, payload: string): number => numberOf(line[ip]) ?? numberOf(line[payload]) ?? 0;
  const volume = {
    timeMs: startMs,
    sentBytes: count('orig_ip_bytes', 'orig_bytes'),
    receivedBytes: count('resp_ip_bytes', 'resp_bytes'),
    sentPackets: numberOf(line.orig_pkts) ?? 0,
    receivedPackets: numberOf(line.resp_pkts) ?? 0,
  };
  const facts = Object.entries({
    'log.app': line.service,
    'log.state': line.conn_state,
    'log.id': line.uid,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    startMs,
    endMs: startMs + seconds * 1000,
    src: src.words,
    dst: dst.words,
    version: src.version,
    srcPort: numberOf(line['id.orig_p']),
    dstPort: numberOf(line['id.resp_p']),
    proto: proto < 0 ? 255 : proto,
    volumes: [volume],
    facts: { source: 'zeek conn.log', ...Object.fromEntries(facts) },
  };
}

/** Values as text; Zeek writes nested names with dots. */
function jsonOf(line: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) =>
        typeof one === 'string' || typeof one === 'number' ? [[key, String(one)] as const] : [],
      ),
    );
  } catch {
    return undefined;
  }
}

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;

/** Seconds since 1970, or ISO 8601; ms. */
function timeOf(text: string | undefined): number | undefined {
  const seconds = numberOf(text);
  if (seconds !== undefined) return seconds * 1000;
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}T[\d:.]+Z?$/.test(text)) return undefined;
  const ms = Date.parse(text.endsWith('Z') ? text : `${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
