/** Filter tree → condition of SQL. Values are bound as parameters, never part of the text. */
import { BIGINT, DOUBLE, UHUGEINT, VARCHAR } from '@duckdb/node-api';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { FilterNode, Member, Value } from '#query/ast.ts';
import { formatTime, parseFilter } from '#query/filter.ts';
import type { FilterFault, Scope } from '#query/question.ts';
import { ipProtocolNumber } from '#registry/ip-protocols.ts';
import { placeCode } from '#registry/places.ts';
import { type Dictionary, type Expression, endsOf } from './columns.ts';
import { joinedOr, type Tested } from './joined-tests.ts';
import { Parameters } from './parameters.ts';
import type { Source } from './source.ts';

const MAX_I64 = 2n ** 63n - 1n;

const COMMUNITY_ID = 'community_id';
/** More flows of the Community IDs in a filter are told by computing them. */
const MOST_FOUND = 10_000;

/** Looks up the flows of the Community IDs that a filter names: all in one pass, once while the dataset stays as it is. */
export async function findCommunities(source: Source, scope: Scope, parameters: Parameters): Promise<void> {
  if (!scope.filter.includes(COMMUNITY_ID)) return;
  const tree = parseFilter(scope.filter);
  const named = tree.ok && tree.root !== undefined ? [...new Set(communitiesIn(tree.root))] : [];
  if (named.length === 0) return;
  const rows = await source.once(`communities ${JSON.stringify(named)}`, () => {
    const own = new Parameters();
    const [{ raw, known }] = endsOf(COMMUNITY_ID) as [Expression];
    const wanted = named.map((text) => own.add(text.toLowerCase(), VARCHAR)).join(', ');
    return source.rows(
      `SELECT * FROM (SELECT f.id, lower(${raw}) community FROM ${source.flows} f WHERE ${known}) WHERE community IN (${wanted}) LIMIT ${MOST_FOUND + 1}`,
      own,
    );
  });
  if (rows.length > MOST_FOUND) return;
  const found = Map.groupBy(rows, (row) => String(row.community));
  for (const text of named)
    parameters.found.set(
      text,
      Uint32Array.from(found.get(text.toLowerCase()) ?? [], ({ id }) => Number(id)),
    );
}

function communitiesIn(node: FilterNode): readonly string[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.flatMap(communitiesIn);
    case 'not':
      return communitiesIn(node.part);
    case 'compare':
      return node.field === COMMUNITY_ID && node.value.kind === 'text' ? [node.value.value] : [];
    default:
      return [];
  }
}

/** Condition of a scope over `f`; 'TRUE' for everything. */
export function whereOf(scope: Scope, parameters: Parameters): string | FilterFault {
  const tree = parseFilter(scope.filter);
  if (!tree.ok) return tree;
  const conditions: string[] = [];
  if (tree.root !== undefined) conditions.push(condition(tree.root, parameters));
  if (scope.from !== undefined) conditions.push(`f.end_ns >= ${parameters.add(nsOf(scope.from), BIGINT)}`);
  if (scope.to !== undefined) conditions.push(`f.start_ns < ${parameters.add(nsOf(scope.to), BIGINT)}`);
  return conditions.length === 0 ? 'TRUE' : conditions.map((c) => `(${c})`).join(' AND ');
}

/** ns of ms since 1970, fractions kept; bounded to what a BIGINT holds. */
export function nsOf(ms: number): bigint {
  const whole = Math.floor(Math.max(-9e12, Math.min(9e12, ms)));
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((Math.max(-9e12, Math.min(9e12, ms)) - whole) * 1e6));
}

function condition(node: Tested, parameters: Parameters): string {
  switch (node.kind) {
    case 'and': {
      const denied = node.parts.flatMap((part) => (part.kind === 'not' ? [part.part] : []));
      const others = node.parts.filter((part) => part.kind !== 'not');
      const tests = others.map((part) => `(${condition(part, parameters)})`);
      if (denied.length > 0) tests.push(`NOT (${anyOf(denied, parameters)})`);
      return tests.join(' AND ');
    }
    case 'or':
      return anyOf(node.parts, parameters);
    case 'any': {
      const { field, members, texts } = node;
      return anyEnd(field, (e) =>
        [
          ...(members.length === 0 ? [] : [membersTest(field, e, members, parameters)]),
          ...(texts.length === 0
            ? []
            : [
                textTest(e, (sql) =>
                  texts
                    .map(
                      (test) =>
                        `(${test.kind === 'contains' ? contains(sql, test.text, parameters) : matches(sql, test.text, parameters)})`,
                    )
                    .join(' OR '),
                ),
              ]),
        ].join(' OR '),
      );
    }
    case 'not':
      return `NOT (${condition(node.part, parameters)})`;
    case 'exists':
      return anyEnd(node.field, (e) => (FIELD_BY_KEY.get(node.field)!.type === 'flag' ? e.raw : (e.known ?? 'TRUE')));
    case 'contains':
      return anyEnd(node.field, (e) => textTest(e, (sql) => contains(sql, node.text, parameters)));
    case 'matches':
      return anyEnd(node.field, (e) => textTest(e, (sql) => matches(sql, node.text, parameters)));
    case 'in':
      return anyEnd(node.field, (e) => membersTest(node.field, e, node.members, parameters));
    case 'compare':
      return comparison(node, parameters);
  }
}

const contains = (sql: string, text: string, parameters: Parameters): string =>
  `contains(lower(${sql}), ${parameters.add(text.toLowerCase(), VARCHAR)})`;
const matches = (sql: string, text: string, parameters: Parameters): string =>
  `regexp_matches(${sql}, ${parameters.add(text, VARCHAR)}, 'i')`;

function anyOf(parts: readonly FilterNode[], parameters: Parameters): string {
  return joinedOr(parts, isText)
    .map((part) => `(${condition(part, parameters)})`)
    .join(' OR ');
}

/** Of Community IDs the flows are looked up. */
const isText = (key: string, { value, to }: Member): boolean =>
  to === undefined && key !== COMMUNITY_ID && textOf(key, value) !== undefined;

function comparison(node: FilterNode & { kind: 'compare' }, parameters: Parameters): string {
  if (node.op === '==') return anyEnd(node.field, (e) => equals(node.field, e, node.value, parameters));
  if (node.op === '!=') {
    const equal = anyEnd(node.field, (e) => equals(node.field, e, node.value, parameters));
    const isFact = FIELD_BY_KEY.get(node.field)!.fact !== undefined;
    return isFact ? `${endsOf(node.field)[0]!.known} AND NOT (${equal})` : `NOT (${equal})`;
  }
  const { value } = node;
  const { op } = node;
  return anyEnd(node.field, (e) => {
    // A block is greater than what lies below its end, and less than what lies above its start.
    if (value.kind === 'ip')
      return `${e.known} AND ${e.raw} ${op} ${parameters.add(op === '>' || op === '<=' ? value.high : value.low, UHUGEINT)}`;
    if (value.kind === 'time' && e.dictionary !== undefined) return timeTest(e, op, value.ns, parameters);
    return guarded(e, `${e.raw} ${op} ${bind(value, parameters)}`);
  });
}

const anyEnd = (key: string, test: (e: Expression) => string) =>
  endsOf(key)
    .map((e) => `(${test(e)})`)
    .join(' OR ');
const guarded = (e: Expression, test: string) => (e.known === undefined ? test : `${e.known} AND ${test}`);

/** The texts of a set in one test: a thousand tests of a dictionary are more than the engine takes. */
function membersTest(key: string, e: Expression, members: readonly Member[], parameters: Parameters): string {
  const texts: string[] = [];
  const tests: string[] = [];
  for (const member of members) {
    const text = member.to === undefined ? textOf(key, member.value) : undefined;
    if (text === undefined) tests.push(memberTest(key, e, member, parameters));
    else texts.push(text);
  }
  if (texts.length > 0)
    tests.push(
      textTest(e, (sql) => `lower(${sql}) IN (${texts.map((text) => parameters.add(text, VARCHAR)).join(', ')})`),
    );
  return tests.join(' OR ');
}

/** What a value is compared with as a text, in lower case; undefined when it stands for a number. */
function textOf(key: string, value: Value): string | undefined {
  if (value.kind !== 'text' && value.kind !== 'word') return undefined;
  if (value.kind === 'word' && FIELD_BY_KEY.get(key)!.type === 'country') return undefined;
  if (value.kind === 'word' && key === 'ip.proto' && ipProtocolNumber(value.value) !== undefined) return undefined;
  return value.value.toLowerCase();
}

function memberTest(key: string, e: Expression, member: Member, parameters: Parameters): string {
  if (member.to === undefined) return `(${equals(key, e, member.value, parameters)})`;
  if (member.value.kind === 'time' && member.to.kind === 'time' && e.dictionary !== undefined)
    return `(${timeTest(e, '>=', member.value.ns, parameters)} AND ${timeTest(e, '<=', member.to.ns, parameters)})`;
  const low = member.value.kind === 'ip' ? parameters.add(member.value.low, UHUGEINT) : bind(member.value, parameters);
  const high = member.to.kind === 'ip' ? parameters.add(member.to.high, UHUGEINT) : bind(member.to, parameters);
  return `(${guarded(e, `${e.raw} BETWEEN ${low} AND ${high}`)})`;
}

function equals(key: string, e: Expression, value: Value, parameters: Parameters): string {
  switch (value.kind) {
    case 'ip': {
      const version = value.low >> 32n === 0xffffn ? 4 : 6;
      const range =
        value.low === value.high
          ? `${e.raw} = ${parameters.add(value.low, UHUGEINT)}`
          : `${e.raw} BETWEEN ${parameters.add(value.low, UHUGEINT)} AND ${parameters.add(value.high, UHUGEINT)}`;
      return `f.ip_version = ${version} AND ${range}`;
    }
    case 'flag':
      return value.value ? e.raw : guarded(e, `NOT ${e.raw}`);
    case 'text': {
      const found = key === COMMUNITY_ID ? parameters.found.get(value.value) : undefined;
      if (found !== undefined) return found.length === 0 ? 'FALSE' : `f.id IN (${found.join(', ')})`;
      return textTest(e, (sql) => `lower(${sql}) = ${parameters.add(value.value.toLowerCase(), VARCHAR)}`);
    }
    case 'word': {
      if (FIELD_BY_KEY.get(key)!.type === 'country') return `${e.raw} = ${placeCode(value.value)}`;
      const proto = key === 'ip.proto' ? ipProtocolNumber(value.value) : undefined;
      if (proto !== undefined) return `f.ip_version <> 0 AND f.proto = ${proto}`;
      return textTest(e, (sql) => `lower(${sql}) = ${parameters.add(value.value.toLowerCase(), VARCHAR)}`);
    }
    case 'time':
      if (e.dictionary !== undefined) return timeTest(e, '=', value.ns, parameters);
      return guarded(e, `${e.raw} = ${bind(value, parameters)}`);
    default:
      return guarded(e, `${e.raw} = ${bind(value, parameters)}`);
  }
}

const LAST_SECOND = 253_402_300_799n; // 9999-12-31T23:59:59Z

/** Times that are kept as text, ISO 8601 in whole seconds, are compared as text. */
function timeTest(e: Expression, op: '=' | '<' | '<=' | '>' | '>=', ns: bigint, parameters: Parameters): string {
  const second = ns / 1_000_000_000n;
  const isWhole = second * 1_000_000_000n === ns;
  if (!isWhole && op === '=') return 'FALSE';
  const past = isWhole ? op : op === '<' ? '<=' : op === '>=' ? '>' : op;
  const text = formatTime((second > LAST_SECOND ? LAST_SECOND : second) * 1_000_000_000n);
  return textTest(e, (sql) => `${sql} ${past} ${parameters.add(text, VARCHAR)}`);
}

/** A test of the text, made once on each entry of its dictionary. */
function textTest(e: Expression, test: (sql: string) => string): string {
  if (e.dictionary === undefined) return guarded(e, test(e.text ?? e.raw));
  const keys = ({ table, key, text }: Dictionary): string =>
    `SELECT d.${key} FROM ${table} d WHERE ${test(`d.${text}`)}`;
  // Of several values each is tested, and so is what stands in a row.
  return `${e.raw} IN (${e.members === undefined ? keys(e.dictionary) : `${keys(e.members)} UNION ALL ${keys(e.dictionary)}`})`;
}

function bind(value: Value, parameters: Parameters): string {
  switch (value.kind) {
    case 'number':
      return Number.isInteger(value.value)
        ? parameters.add(BigInt(value.value), BIGINT)
        : parameters.add(value.value, DOUBLE);
    case 'time':
      return parameters.add(
        BigInt.asIntN(64, value.ns) === value.ns ? value.ns : value.ns < 0n ? -MAX_I64 : MAX_I64,
        BIGINT,
      );
    default:
      return parameters.add(String('value' in value ? value.value : ''), VARCHAR);
  }
}
