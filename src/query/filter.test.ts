import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELDS } from '#fields/table.ts';
import type { FilterNode, Value } from './ast.ts';
import { addClause, both, clauses, complete, parseFilter, printClause, printFilter } from './filter.ts';
import { operatorsOf } from './parse.ts';

const printed = (text: string) => {
  const tree = parseFilter(text);
  return tree.ok ? printFilter(tree) : tree;
};

describe('filters read as Wireshark users write them', () => {
  test.each([
    [
      'app == tls and dst.country in {NL DE} and bytes > 1MB and not ip == 10.0.0.0/8',
      'app == tls and dst.country in {NL DE} and bytes > 1MB and not ip == 10.0.0.0/8',
    ],
    ['ip.addr eq 10.1.2.3 && tcp', 'ip == 10.1.2.3 and ip.proto == tcp'],
    ['tcp.port == 443', 'ip.proto == tcp and port == 443'],
    ['dns.qry.name contains "azure.com" || tls', 'dns.query contains azure.com or app == tls'],
    ['ip', 'ip.version == 4'],
    ['!ipv6', 'not ip.version == 6'],
    ['country == "Netherlands"', 'country == NL'],
    ['dst.country != private', 'dst.country != private'],
    ['dst.port in {80, 443 8000..8080}', 'dst.port in {80 443 8000..8080}'],
    ['duration >= 90s and tcp.rtt < 10', 'duration >= 90s and tcp.rtt < 10ms'],
    ['start > 2024-10-21T19:25:46.5+02:00', 'start > 2024-10-21T17:25:46.500Z'],
    ['asn == as8075', 'asn == AS8075'],
    ['host matches r"\\d+\\.example"', 'host matches "\\\\d+\\\\.example"'],
    ['host ~ "\\d+"', 'host matches "\\\\d+"'],
    ['bytes > 1.5KiB', 'bytes > 1536'],
    ['(app == tls or app == quic) and truncated', '(app == tls or app == quic) and truncated'],
    ['', ''],
  ])('%s', (text, canonical) => expect(printed(text)).toBe(canonical));
});

describe('faults say where and what was expected', () => {
  test.each([
    ['ip.scr == 1.2.3.4', 0, 6, /did you mean ip\.src\?/],
    ['ip == 10.0.0.300', 6, 16, /not an address or a block/],
    ['app ==', 6, 6, /missing at the end/],
    ['app == tls app', 11, 14, /"and" or "or" is missing/],
    ['bytes contains 5', 6, 14, /can't be used/],
    ['host == "abc', 8, 12, /closing quote/],
    ['(tls', 4, 4, /"\)" is missing/],
    ['port in {80', 11, 11, /missing/],
    ['host matches "("', 13, 16, /regular expression/],
    ['tls == 3', 0, 3, /protocol: it stands alone/],
    [')', 0, 1, /can't stand here/],
  ])('%s', (text, start, end, message) => {
    expect(parseFilter(text)).toMatchObject({ ok: false, start, end, message: expect.stringMatching(message) });
  });
});

const arbitraryValue = (type: string): fc.Arbitrary<Value> => {
  switch (type) {
    case 'ip':
      return fc.tuple(fc.bigInt(0n, (1n << 128n) - 1n), fc.integer({ min: 0, max: 32 })).map(([n, bits]) => {
        const low = n & ~((1n << BigInt(bits)) - 1n);
        return { kind: 'ip', low, high: low + (1n << BigInt(bits)) - 1n };
      });
    case 'mac':
      return fc.nat(2 ** 31).map((value) => ({ kind: 'number', value }));
    case 'port':
      return fc.nat(65535).map((value) => ({ kind: 'number', value }));
    case 'country':
      return fc.constantFrom('NL', 'US', 'private', 'unknown').map((value) => ({ kind: 'word', value }));
    case 'time':
      return fc.bigInt(0n, 4_000_000_000_000_000_000n).map((ns) => ({ kind: 'time', ns }));
    case 'flag':
      return fc.boolean().map((value) => ({ kind: 'flag', value }));
    case 'enum':
      return fc.string({ minLength: 1 }).map((value) => ({ kind: 'word', value }));
    case 'text':
      return fc.string().map((value) => ({ kind: 'text', value }));
    case 'duration':
    case 'ms':
      return fc.nat(2 ** 31 - 1).map((value) => ({ kind: 'number', value: value * 1000 }));
    default:
      return fc.nat().map((value) => ({ kind: 'number', value }));
  }
};
const span = { start: 0, end: 0 };
const leaf: fc.Arbitrary<FilterNode> = fc.constantFrom(...FIELDS).chain((field) => {
  const ops = operatorsOf(field);
  const compare = fc
    .tuple(fc.constantFrom(...ops.filter((op) => !/[a-z]/.test(op))), arbitraryValue(field.type))
    .map(([op, value]) => ({ kind: 'compare', field: field.key, op, value, span }) as FilterNode);
  const exists = fc.constant<FilterNode>({ kind: 'exists', field: field.key, span });
  const contains = fc.string().map((text): FilterNode => ({ kind: 'contains', field: field.key, text, span }));
  const members = fc
    .array(arbitraryValue(field.type), { minLength: 1, maxLength: 4 })
    .map((values): FilterNode => ({ kind: 'in', field: field.key, members: values.map((value) => ({ value })), span }));
  return fc.oneof(
    compare,
    exists,
    ...(ops.includes('contains') ? [contains] : []),
    ...(ops.includes('in') ? [members] : []),
  );
});
const { node } = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('node'), { minLength: 2, maxLength: 4 }))
      .map(([kind, parts]) => ({ kind, parts, span }) as FilterNode),
    tie('node').map((part): FilterNode => ({ kind: 'not', part, span })),
  ),
}));
const bare = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, v) => (key === 'span' ? undefined : typeof v === 'bigint' ? `${v}n` : v)));

test('what is printed reads as the same tree', () => {
  fc.assert(
    fc.property(node, (root) => {
      const tree = parseFilter(printFilter({ ok: true, root }));
      if (!tree.ok) throw new Error(`${printFilter({ ok: true, root })}: ${tree.message}`);
      expect(bare(tree.root)).toEqual(bare(root));
    }),
    { numRuns: 500 },
  );
});

test('no text makes the parser, the clauses or the completion throw', () => {
  const word = fc.constantFrom(
    'ip',
    'app',
    '==',
    'in',
    '{',
    '}',
    '(',
    ')',
    'not',
    'and',
    '!',
    '"',
    "'",
    'tls',
    '1..2',
    'host',
    'matches',
    '\\',
    'bytes',
    '>',
    'constructor',
    '__proto__',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(word).map((w) => w.join(' ')),
        fc.array(word).map((w) => w.join('')),
      ),
      fc.nat(40),
      (text, cursor) => {
        parseFilter(text);
        clauses(text);
        complete(text, cursor);
        addClause(text, 'app', 'tls', 'exclude');
      },
    ),
    { numRuns: 2000 },
  );
  expect(parseFilter('('.repeat(10_000)).ok).toBe(false);
  expect(parseFilter('not '.repeat(4000)).ok).toBe(false);
  expect(parseFilter('a'.repeat(20_000)).ok).toBe(false);
});

describe('marks change the filter', () => {
  test('only replaces what was chosen of the field', () => {
    expect(addClause('app == tls and bytes > 1KB', 'app', 'quic', 'only')).toBe('bytes > 1KB and app == quic');
  });
  test('add widens the choice', () => {
    expect(addClause('app == tls', 'app', 'quic', 'add')).toBe('app in {tls quic}');
    expect(addClause('app in {tls quic}', 'app', 'dns', 'add')).toBe('app in {tls quic dns}');
    expect(addClause('', 'dst.ip', '10.0.0.1', 'add')).toBe('dst.ip == 10.0.0.1');
  });
  test('exclude collects, and takes back what was chosen', () => {
    expect(addClause('', 'app', 'tls', 'exclude')).toBe('not app == tls');
    expect(addClause('not app == tls', 'app', 'dns', 'exclude')).toBe('not app in {tls dns}');
    expect(addClause('app in {tls dns}', 'app', 'tls', 'exclude')).toBe('app == dns and not app == tls');
  });
  test('what was excluded can be chosen again', () => {
    expect(addClause('not app == tls', 'app', 'tls', 'only')).toBe('app == tls');
  });
  test('an "or" keeps its meaning', () => {
    expect(addClause('app == tls or app == dns', 'ip', '10.0.0.1', 'only')).toBe(
      '(app == tls or app == dns) and ip == 10.0.0.1',
    );
  });
  test('where nothing is known', () => {
    expect(addClause('', 'dst.country', undefined, 'only')).toBe('not dst.country');
    expect(addClause('not dst.country', 'dst.country', undefined, 'exclude')).toBe('dst.country');
  });
  test('values are quoted where they must be', () => {
    expect(printClause('host', 'a "b" c')).toBe('host == "a \\"b\\" c"');
    expect(printClause('app', 'and')).toBe('app == "and"');
    expect(printClause('src.asn', 8075)).toBe('src.asn == AS8075');
  });
});

test('chips are the parts of the top-level conjunction', () => {
  const parts = clauses('tcp.port == 443 and (app == tls or app == quic) and not dst.country == NL');
  expect(parts.map((part) => part.text)).toEqual([
    'tcp.port == 443',
    '(app == tls or app == quic)',
    'not dst.country == NL',
  ]);
  expect(parts.map((part) => part.field)).toEqual([undefined, 'app', 'dst.country']);
  expect(parts.map((part) => part.excludes)).toEqual([false, false, true]);
  expect(clauses('tcp.port == 443').map((part) => part.text)).toEqual(['tcp.port == 443']);
  expect(clauses('(app == tls and bytes > 5)')).toHaveLength(1);
});

test('two filters joined both hold, whatever stands in parentheses', () => {
  expect(both('app == dns or app == tls', 'port == 53')).toBe('(app == dns or app == tls) and port == 53');
  expect(both('(app == dns) or (app == tls)', 'port == 53')).toBe('((app == dns) or (app == tls)) and port == 53');
  expect(both('(app == dns or app == tls)', 'port == 53')).toBe('(app == dns or app == tls) and port == 53');
  expect(both('', 'port == 53')).toBe('port == 53');
});

describe('completion knows what can stand at the cursor', () => {
  test('fields at the start of a clause', () => {
    expect(complete('dst.c', 5)).toMatchObject({ start: 0, end: 5, prefix: 'dst.c', fields: [{ key: 'dst.country' }] });
    expect(complete('tls and ', 8).fields.length).toBe(FIELDS.length);
  });
  test('operators after a field', () =>
    expect(complete('host ', 5).operators).toEqual(['==', '!=', 'contains', 'matches', 'in']));
  test('values after an operator', () => {
    expect(complete('app == t', 8)).toMatchObject({ start: 7, prefix: 't', valuesOf: 'app' });
    expect(complete('host == "we', 11)).toMatchObject({ start: 8, prefix: 'we', valuesOf: 'host' });
    expect(complete('dst.country in {NL p', 20)).toMatchObject({ valuesOf: 'dst.country', words: ['private'] });
  });
  test('joiners after a clause', () => expect(complete('(app == tls ', 12).words).toEqual(['and', 'or', ')']));
});
