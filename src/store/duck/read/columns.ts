/** Fields of the table → columns and expressions of SQL, and values back. `f` is a row of flows. */
import { formatMac, ipOfBigint } from '#base/address.ts';
import { FIELD_BY_KEY, FIELDS, type Field } from '#fields/table.ts';
import { formatTime } from '#query/filter.ts';
import { placeWord } from '#registry/places.ts';
import { factColumn } from '../schema.ts';

/** A table that tells the text of a code. */
export interface Dictionary {
  readonly table: string;
  readonly key: string;
  readonly text: string;
}

export interface Expression {
  /** value as stored; meaningless where `known` is false */
  readonly raw: string;
  /** condition that something is known; undefined = always */
  readonly known?: string;
  /** where the text of the value is found; undefined: the value speaks for itself */
  readonly dictionary?: Dictionary;
  /** of a field with several values: a row for each of them; the dictionary has them with commas between */
  readonly members?: Dictionary;
  /** what groupings take instead of the raw value */
  readonly group?: string;
  /** the text that filters test, where it is not the raw value */
  readonly text?: string;
  /** stored value → value in JSON */
  decode(value: unknown): string | number | boolean;
}

const text = (value: unknown) => String(value);
const number = (value: unknown) => Number(value);
const place = (value: unknown) => placeWord(Number(value)) ?? 'unknown';

const dictionary = (table: string, key = 'id', textColumn = 'name'): Dictionary => ({ table, key, text: textColumn });
const plain = (raw: string, decode: Expression['decode'] = number): Expression => ({ raw, decode });
const known = (raw: string, condition: string, decode: Expression['decode'] = number): Expression => ({
  raw,
  known: condition,
  decode,
});
const coded = (raw: string, table: Dictionary, condition = `${raw} <> 0`): Expression => ({
  raw,
  known: condition,
  dictionary: table,
  decode: text,
});
const always = (raw: string, table: Dictionary): Expression => ({ raw, dictionary: table, decode: text });

const PORTS = '(f.flags & 2) <> 0';
const TCP = '(f.proto = 6 AND f.ip_version <> 0)';
const ICMP = 'f.proto IN (1, 58)';
const MESSAGE = `(${ICMP} AND (f.flags & 16) = 0)`;
/** What tells a flow from others between its ends is known: ports that were not captured are not 0. */
const WHOLE_KEY = `(f.ip_version <> 0 AND (f.flags & 16) = 0 AND (${PORTS} OR f.proto NOT IN (6, 17, 132)))`;
// what stands for these two is filled in by FlowsView
const NAMES = dictionary('shown_names', 'ip');
const ORGS = dictionary('shown_orgs', 'asn', 'org');
const NETWORKS = dictionary('own_networks');
/** Texts of a table by key, put together. */
const joined = (table: string, key: string, textColumn: string, separator: string): Dictionary =>
  dictionary(
    `(SELECT ${key}, string_agg(${textColumn}, ${separator} ORDER BY lower(${textColumn}), ${textColumn}) AS texts FROM ${table} GROUP BY ${key})`,
    key,
    'texts',
  );
/** Tags and notes of what `raw` is the key of. */
const marks = (
  kind: 'flow' | 'host',
  key: string,
  raw: string,
): { readonly tag: Expression; readonly note: Expression } => ({
  tag: {
    ...coded(raw, joined(`${kind}_tags`, key, 'tag', "', '"), `${raw} IN (SELECT ${key} FROM ${kind}_tags)`),
    members: dictionary(`${kind}_tags`, key, 'tag'),
  },
  note: coded(raw, joined(`${kind}_notes`, key, 'note', 'chr(10)'), `${raw} IN (SELECT ${key} FROM ${kind}_notes)`),
});
const OF_FLOW = marks('flow', 'flow', 'f.id');
/** The words of each text. */
const WORDS = dictionary(
  "(SELECT id, unnest(list_distinct(string_split(text, ' '))) AS word FROM texts)",
  'id',
  'word',
);
const VENDORS = dictionary('vendors', 'mac', 'vendor');

/** 128-bit address of an end. */
export const ipSql = (side: 'src' | 'dst'): string => `((f.${side}_ip_high::UHUGEINT << 64) | f.${side}_ip_low)`;

/** Lowest address of the end's /24, or /64 of IPv6. */
const netSql = (side: 'src' | 'dst'): string =>
  `CASE WHEN f.ip_version = 4 THEN (f.${side}_ip_low & 18446744073709551360::UBIGINT)::UHUGEINT ELSE f.${side}_ip_high::UHUGEINT << 64 END`;
const netOf = (value: unknown): string =>
  `${ipOfBigint(value as bigint)}/${(value as bigint) >> 32n === 0xffffn ? 24 : 64}`;

const DAY_NS = 86_400_000_000_000;
const HOUR_NS = 3_600_000_000_000;
const weekdaySql = "['sun','mon','tue','wed','thu','fri','sat'][isodow(make_timestamp(f.start_ns // 1000)) % 7 + 1]";
const daySql = "strftime(make_timestamp(f.start_ns // 1000), '%Y-%m-%d')";

function sided(side: 'src' | 'dst'): [string, Expression][] {
  const c = (name: string) => `f.${side}_${name}`;
  return [
    [`${side}.ip`, known(ipSql(side), 'f.ip_version <> 0', (value) => ipOfBigint(value as bigint))],
    [`${side}.net`, { ...known(ipSql(side), 'f.ip_version <> 0', netOf), group: netSql(side) }],
    [`${side}.port`, known(c('port'), PORTS)],
    [`${side}.mac`, known(c('mac'), `${c('mac')} <> 0`, (value) => formatMac(Number(value)))],
    [`${side}.vendor`, coded(c('mac'), VENDORS, `${c('mac')} IN (SELECT mac FROM vendors)`)],
    [`${side}.name`, coded(ipSql(side), NAMES, `${ipSql(side)} IN (SELECT ip FROM shown_names)`)],
    [`${side}.country`, known(c('country'), `${c('country')} <> 0`, place)],
    [`${side}.asn`, known(c('asn'), `${c('asn')} <> 0`)],
    [`${side}.org`, coded(c('org'), ORGS, `${c('org')} IN (SELECT asn FROM shown_orgs)`)],
    [`${side}.network`, coded(c('network'), NETWORKS)],
    [`${side}.tag`, marks('host', 'ip', ipSql(side)).tag],
    [`${side}.note`, marks('host', 'ip', ipSql(side)).note],
    [`${side}.bytes`, plain(c('bytes'))],
    [`${side}.packets`, plain(c('packets'))],
    [`${side}.payload`, plain(c('payload'))],
    [`${side}.retrans`, known(c('retrans'), TCP)],
    [`${side}.lost`, known(c('lost'), TCP)],
  ];
}

/** Letters of TCP flags and their bits, RFC 9293 §3.1 and RFC 3168. */
const FLAG_LETTERS = [
  ['S', 2],
  ['F', 1],
  ['R', 4],
  ['P', 8],
  ['A', 16],
  ['U', 32],
  ['E', 64],
  ['C', 128],
] as const;
const lettersSql = (shift: number) =>
  FLAG_LETTERS.map(([letter, bit]) => `CASE WHEN f.tcp_flags & ${bit << shift} <> 0 THEN '${letter}' ELSE '' END`).join(
    ' || ',
  );
const lettersOf = (flags: number) => FLAG_LETTERS.map(([letter, bit]) => (flags & bit ? letter : '')).join('');
const flagLetters = (value: unknown) => `${lettersOf(Number(value) & 255)}/${lettersOf(Number(value) >> 8)}`;

const HTTP_STATUS = factColumn('http.status');

const EXPRESSIONS: ReadonlyMap<string, Expression> = new Map<string, Expression>([
  ['start', plain('f.start_ns', (value) => formatTime(value as bigint, 6))],
  ['end', plain('f.end_ns', (value) => formatTime(value as bigint, 6))],
  ['duration', plain('(f.end_ns - f.start_ns)', (value) => Number(value) / 1e9)],
  ['hour', plain(`((f.start_ns % ${DAY_NS} + ${DAY_NS}) % ${DAY_NS} // ${HOUR_NS})`)],
  ['weekday', plain(weekdaySql, text)],
  ['day', plain(daySql, text)],
  ...sided('src'),
  ...sided('dst'),
  ['ip.proto', always('f.proto', dictionary('protos'))],
  ['ip.version', plain('f.ip_version')],
  ['app', coded('f.app', dictionary('apps'))],
  ['app.by', always('f.app_by', dictionary('app_bys'))],
  ['app.why', coded('f.app_why', dictionary('app_whys'))],
  ['service', coded('f.service', dictionary('services'))],
  ['service.by', coded('f.service_by', dictionary('service_bys'))],
  [
    'domain',
    coded(
      `f.${factColumn('host')}`,
      dictionary('domains', 'id', 'domain'),
      `f.${factColumn('host')} IN (SELECT id FROM domains)`,
    ),
  ],
  ['category', coded('f.category', dictionary('categories'))],
  ['stack', coded('f.stack', dictionary('stacks'))],
  ['vlan', known('f.vlan', 'f.vlan <> 65535')],
  ['bytes', plain('(f.src_bytes + f.dst_bytes)')],
  ['packets', plain('(f.src_packets::BIGINT + f.dst_packets)')],
  [
    'packet.size',
    known(
      '((f.src_bytes + f.dst_bytes) / (f.src_packets::BIGINT + f.dst_packets))',
      '(f.src_packets > 0 OR f.dst_packets > 0)',
    ),
  ],
  ['payload', plain('(f.src_payload + f.dst_payload)')],
  ['truncated', plain('((f.flags & 1) <> 0)', Boolean)],
  ['tcp.state', coded('f.tcp_state', dictionary('tcp_states'))],
  [
    'one_sided',
    plain(
      `(${TCP} AND ((f.dst_packets = 0 AND (f.tcp_flags & 16) <> 0) OR (f.src_packets = 0 AND (f.tcp_flags & 4096) <> 0)))`,
      Boolean,
    ),
  ],
  ['tcp.flags', { ...known('f.tcp_flags', TCP, flagLetters), text: `(${lettersSql(0)} || '/' || ${lettersSql(8)})` }],
  ['tcp.rtt', known('f.tcp_rtt', 'f.tcp_rtt <> 4294967295', (value) => Number(value) / 1000)],
  ['icmp.type', known('f.src_port', MESSAGE)],
  ['icmp.code', known('f.dst_port', MESSAGE)],
  ['http.class', known(`((f.${HTTP_STATUS} // 100)::VARCHAR || 'xx')`, `f.${HTTP_STATUS} <> 0`, text)],
  ['community_id', known(communityId(), WHOLE_KEY, text)],
  ['file', { ...coded('f.file_set', dictionary('file_sets')), members: dictionary('file_members') }],
  ['tag', OF_FLOW.tag],
  ['note', OF_FLOW.note],
  ['id', plain('f.id')],
  ...FIELDS.filter((field) => field.fact !== undefined).map((field): [string, Expression] => {
    const raw = `f.${factColumn(field.key)}`;
    if (field.fact === 'text') {
      const said = coded(raw, dictionary('texts', 'id', 'text'));
      return [field.key, field.many === undefined ? said : { ...said, members: WORDS }];
    }
    // One more than the number, so that 0 stands for none.
    if (field.key === 'vni' || field.key === 'vlan.inner') return [field.key, known(`(${raw} - 1)`, `${raw} <> 0`)];
    if (field.type === 'flag') return [field.key, known(`(${raw} = 2)`, `${raw} <> 0`, Boolean)];
    const decode = field.type === 'ms' ? (value: unknown) => Number(value) / 1000 : number;
    return [field.key, known(raw, `${raw} <> 0`, decode)];
  }),
]);

/** Expression of a field that has a side or needs none; undefined for side-less words and unknown keys. */
export function expressionOf(key: string): Expression | undefined {
  return EXPRESSIONS.get(key);
}

/** Expressions of a field: one, or those of src and dst for a side-less word. Throws on a key that is not in the table. */
export function endsOf(key: string): readonly Expression[] {
  const field = FIELD_BY_KEY.get(key);
  const found = (field?.either ?? [key]).map((side) => EXPRESSIONS.get(side));
  if (field === undefined || found.some((expression) => expression === undefined))
    throw new Error(`bug: the store knows no field ${key}`);
  return found as Expression[];
}

/** Where groups find the text of a value: one for each of several. */
export const groupDictionary = (e: Expression): Dictionary | undefined => e.members ?? e.dictionary;

/** The value, NULL where nothing is known, as stored. */
export const valueSql = (e: Expression): string =>
  e.known === undefined ? (e.group ?? e.raw) : `CASE WHEN ${e.known} THEN ${e.group ?? e.raw} END`;

/** Values with dictionaries looked up, by joins that a statement over `f` must carry. */
export class Shown {
  readonly #joins: string[] = [];

  of(e: Expression): string {
    if (e.dictionary === undefined) {
      if (e.text === undefined) return valueSql(e);
      return e.known === undefined ? e.text : `CASE WHEN ${e.known} THEN ${e.text} END`;
    }
    const { table, key, text } = e.dictionary;
    const name = `d${this.#joins.length}`;
    // Where the dictionary itself is the condition, the join says the same. A condition beside the key would make it a nested loop.
    const known =
      e.known === undefined || e.known.includes('SELECT') ? e.raw : `CASE WHEN ${e.known} THEN ${e.raw} END`;
    this.#joins.push(`LEFT JOIN ${table} ${name} ON ${name}.${key} = ${known}`);
    return `${name}.${text}`;
  }

  get joins(): string {
    return this.#joins.join(' ');
  }
}

/** Fields of a row, in the table's order. */
export const ROW_FIELDS: readonly Field[] = FIELDS.filter(
  (field) => EXPRESSIONS.has(field.key) && field.derived === undefined,
);

/**
 * Community ID v1, seed 0 (github.com/corelight/community-id-spec): '1:' and base64 of SHA-1 over seed, addresses,
 * protocol, a zero byte and ports, with the smaller end first. ICMP messages with a counterpart count as two ports.
 */
function communityId(): string {
  const hex = (value: string, digits: number) => `lpad(hex(${value}), ${digits}, '0')`;
  const isV4 = 'f.ip_version = 4';
  const ip = (side: string) =>
    `CASE WHEN ${isV4} THEN ${hex(`(f.${side}_ip_low & 4294967295)`, 8)} ELSE ${hex(`f.${side}_ip_high`, 16)} || ${hex(`f.${side}_ip_low`, 16)} END`;
  const list = (first: number, last: number, pairs: readonly (readonly [number, number])[]) => {
    const both = new Map(
      pairs.flatMap(
        ([a, b]) =>
          [
            [a, b],
            [b, a],
          ] as const,
      ),
    );
    return `[${Array.from({ length: last - first + 1 }, (_, i) => both.get(first + i) ?? 'NULL').join(',')}]`;
  };
  const v4 = list(0, 18, [
    [0, 8],
    [9, 10],
    [13, 14],
    [15, 16],
    [17, 18],
  ]);
  const v6 = list(128, 145, [
    [128, 129],
    [130, 131],
    [133, 134],
    [135, 136],
    [139, 140],
    [144, 145],
  ]);
  const counterpart = `CASE f.proto WHEN 1 THEN ${v4}[f.src_port::INTEGER + 1] WHEN 58 THEN ${v6}[greatest(f.src_port::INTEGER - 127, 0)] END`;
  // Ends as hex: address, then port. Of one width, so that the order of texts is the order of numbers.
  const src = `(${ip('src')}) || ${hex('f.src_port', 4)}`;
  const dst = `(${ip('dst')}) || ${hex(`coalesce(${counterpart}, f.dst_port)`, 4)}`;
  const ends = `CASE WHEN ${ICMP} AND (${counterpart}) IS NULL THEN [s, d] ELSE [least(s, d), greatest(s, d)] END`;
  const ports = `CASE WHEN f.proto IN (6, 17, 132, 1, 58) THEN right(e[1], 4) || right(e[2], 4) ELSE '' END`;
  const input = `'0000' || left(e[1], -4) || left(e[2], -4) || ${hex('f.proto', 2)} || '00' || ${ports}`;
  // Lambdas name what is used twice: written out, the expression takes a second to plan.
  const pair = `list_transform([[${src}, ${dst}]], lambda p: ${ends.replace(/\bs\b/g, 'p[1]').replace(/\bd\b/g, 'p[2]')})`;
  return `('1:' || list_transform(${pair}, lambda e: base64(unhex(sha1(unhex(${input})))))[1])`;
}
