/** What filters choose: each test of the language against five flows. */
import { describe, expect, test } from 'vitest';
import { Parameters } from './duck/read/parameters.ts';
import { whereOf } from './duck/read/where.ts';
import { fiveFlowsStore, T0 } from './five-flows-testing.ts';

const stored = fiveFlowsStore();
const count = async (filter: string) => (await stored.ask({ kind: 'totals', scope: { filter } })).scope.flows;

describe('filters', () => {
  test.each([
    ['', 5],
    ['tls', 1],
    ['ip == 10.0.0.0/24', 3],
    ['ip == 10.0.0.4', 2],
    ['ip != 10.0.0.4', 3],
    ['src.ip > 10.0.0.4 and src.ip < 11.0.0.0', 1],
    ['ipv6', 1],
    ['ip == ::/0', 1],
    ['port == 443', 1],
    ['port', 3],
    ['dst.port in {53 80..90}', 2],
    ['tcp.port == 80', 1],
    ['udp.port == 80', 0],
    ['not port == 443', 4],
    ['country == US', 2],
    ['country != US', 3],
    ['dst.country == unknown', 1],
    ['country == "Netherlands"', 1],
    ['dst.country in {US NL}', 3],
    ['name == example.org', 2],
    ['dst.name contains EXAMPLE', 2],
    ['not name', 3],
    ['org matches "^edge"', 2],
    ['dst.org', 2],
    ['asn == AS15133', 2],
    ['host == WWW.example.com', 2],
    ['host != www.example.com', 1],
    ['host contains "old"', 1],
    ['host ~ "^(www|old)\\."', 3],
    ['host', 3],
    ['not host', 2],
    ['http.status == 404', 1],
    ['http.status < 500', 1],
    ['http.status', 1],
    ['http.status != 404', 0],
    ['app in {tls dns}', 2],
    ['app != tls', 4],
    ['app == nothing', 0],
    ['app contains TL', 1],
    ['app', 4],
    ['app.by == inspected', 4],
    ['ip.proto == icmpv6', 1],
    ['icmp.type == 128', 1],
    ['arp', 1],
    ['ip.proto == arp', 1],
    ['tcp', 2],
    ['ip.version == 0', 1],
    ['bytes > 1KB', 2],
    ['duration >= 2s', 1],
    ['duration < 1ms', 3],
    ['truncated', 1],
    ['not truncated', 4],
    ['truncated == false', 4],
    ['start >= 2024-10-21T19:25:49Z', 2],
    ['start >= 0001-01-01', 5],
    ['start < 1500-01-01', 0],
    ['end < 9999-12-31', 5],
    ['tcp.state == sf', 1],
    ['tcp.flags contains "sfpa/"', 1],
    ['mac == 00:0d:3a:01:02:03', 5],
    ['dst.mac', 0],
    ['vlan', 0],
    ['stack contains ipv4', 5],
    ['id == 2', 1],
    ['tcp.rtt', 0],
    ['src.retrans == 0', 2],
    ['(tls or dns) and not dst.country == US', 1],
  ])('%s → %i', async (filter, expected) => expect(await count(filter)).toBe(expected));

  test('the span takes flows it touches', async () => {
    const at = async (from: number, to: number) =>
      (await stored.ask({ kind: 'totals', scope: { filter: '', from, to } })).scope.flows;
    expect(await at(T0 + 1000, T0 + 2000)).toBe(1);
    expect(await at(T0, T0 + 0.001)).toBe(1);
    expect(await at(T0 + 4000, T0 + 4001)).toBe(1);
  });

  test('a community ID finds its flow', async () => {
    const { row } = await stored.ask({ kind: 'flow', id: 1 });
    expect(await count(`community_id == "${row.community_id}"`)).toBe(1);
    expect(await count(`not community_id == "${row.community_id}"`)).toBe((await count('')) - 1);
    expect(await count('community_id == "1:nobody"')).toBe(0);
  });

  test('a set may be large', async () => {
    expect(await count(`host in {${'nothing '.repeat(1500)} WWW.example.com}`)).toBe(
      await count('host == www.example.com'),
    );
  });

  test.each([
    ['host == www.example.com or host contains "old" or host matches "nothing" or host in {a b}', 3],
    ['host == nothing or host == www.example.com or tls', 2],
    ['not host == www.example.com and not host contains "old"', 2],
    ['not host == www.example.com and not host == nothing and host', 1],
    ['name == example.org or name contains "nothing" or host == nothing', 2],
    ['not name == example.org and not name == nothing', 3],
    ['not (host == www.example.com or host == nothing) and not tls', 3],
  ])('tests of one field that are joined: %s → %i', async (filter, expected) => {
    expect(await count(filter)).toBe(expected);
  });

  test('a long list of names is one look into the names, as a set of them is', async () => {
    const looks = (filter: string) => String(whereOf({ filter }, new Parameters())).split('SELECT').length;
    const tests = Array.from({ length: 300 }, (_, n) => `host == "n${n}.example.com"`);
    expect(looks(tests.join(' or '))).toBe(looks('host in {a b}'));
    expect(looks(tests.map((one) => `not ${one}`).join(' and '))).toBe(looks('not host in {a b}'));
    expect(await count([...tests, 'host == old.example.com'].join(' or '))).toBe(
      await count('host == old.example.com'),
    );
  });

  test('with more tests than the engine takes is a fault of the filter', async () => {
    const filter = Array(1400).fill('host~a').join(' and ');
    expect(await stored.dataset.ask({ kind: 'totals', scope: { filter } })).toMatchObject({
      ok: false,
      message: 'the filter has too many parts',
    });
  });

  test('faults are answers', async () => {
    expect(await stored.dataset.ask({ kind: 'totals', scope: { filter: 'ap == tls' } })).toMatchObject({
      ok: false,
      start: 0,
      end: 2,
    });
    expect(await stored.dataset.ask({ kind: 'totals', scope: { filter: 'host matches "a{2000}"' } })).toMatchObject({
      ok: false,
    });
  });
});
