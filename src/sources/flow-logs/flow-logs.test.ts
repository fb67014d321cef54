import { expect, test } from 'vitest';
import { formatIp } from '#base/address.ts';
import { detectFlowLog } from './detect.ts';
import type { LoggedFlow } from './logged-flow.ts';

/** All flows of a text, fed in pieces of `step` bytes, one flow a line. */
function read(text: string, step = 1 << 20): { flows: string[]; format: string; malformed: number; records: number } {
  const bytes = Buffer.from(text);
  const found = detectFlowLog(bytes.subarray(0, 65536));
  if (found === undefined) throw new Error('no flow log');
  if ('refused' in found) throw new Error(found.refused);
  const { reader } = found;
  reader.begin(bytes.subarray(0, 65536));
  const parts: LoggedFlow[][] = [];
  for (let at = 0; at < bytes.length; at += step) parts.push(reader.feed(bytes.subarray(at, at + step)));
  parts.push(reader.end(), reader.finish());
  const flows = parts.flat();
  const { malformed, records } = found.reader.counts;
  return { flows: flows.map(shown), format: found.reader.format, malformed, records };
}

function shown(flow: LoggedFlow): string {
  const sum = (of: (volume: LoggedFlow['volumes'][number]) => number): number =>
    flow.volumes.reduce((total, volume) => total + of(volume), 0);
  const volume = `${sum((v) => v.sentPackets)}/${sum((v) => v.sentBytes)} ${sum((v) => v.receivedPackets)}/${sum((v) => v.receivedBytes)}`;
  const { decision = '', direction = '', rule = '', nic = '', encryption = '' } = flow.facts;
  const ends = `${formatIp(...flow.src)}:${flow.srcPort} > ${formatIp(...flow.dst)}:${flow.dstPort}`;
  return `${flow.startMs}+${flow.endMs - flow.startMs} ${flow.proto} ${ends} ${volume} ${[decision, direction, rule, nic, encryption].join('|')}`;
}

const nsg = (version: number, flows: object[]): object => ({
  time: '2018-11-13T12:00:35.3899262Z',
  systemId: '66aa66aa-bb77-cc88-dd99-00ee00ee00ee',
  category: 'NetworkSecurityGroupFlowEvent',
  resourceId: '/SUBSCRIPTIONS/S/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/VM1-NSG',
  operationName: 'NetworkSecurityGroupFlowEvents',
  properties: { Version: version, flows },
});
const ruled = (rule: string, ...flowTuples: string[]): object => ({
  rule,
  flows: [{ mac: '000D3AF87856', flowTuples }],
});

test('NSG v2: what was added from begin to end is summed for each flow', () => {
  const log = JSON.stringify({
    records: [
      nsg(2, [
        ruled('DefaultRule_DenyAllInBound', '1542110402,192.0.2.190,10.5.16.4,28746,443,U,I,D,B,,,,'),
        ruled(
          'DefaultRule_AllowInternetOutBound',
          '1542110377,10.5.16.4,203.0.113.118,59831,443,T,O,A,B,,,,',
          '1542110379,10.5.16.4,203.0.113.118,59831,443,T,O,A,C,1021,588096,8005,4610880',
          '1542110406,10.5.16.4,203.0.113.118,59831,443,T,O,A,E,52,29952,47,27072',
        ),
        { rule: 'UserRule_ssh-rule', flows: [] },
      ]),
    ],
  });
  expect(read(log)).toEqual({
    format: 'NSG flow log',
    malformed: 0,
    records: 4,
    flows: [
      '1542110402000+0 17 192.0.2.190:28746 > 10.5.16.4:443 0/0 0/0 denied|inbound|DefaultRule_DenyAllInBound|00:0d:3a:f8:78:56|',
      // 1073 + 8052 = 9125 packets, 618048 + 4637952 = 5256000 bytes: the arithmetic of Azure's own page
      '1542110377000+29000 6 10.5.16.4:59831 > 203.0.113.118:443 1073/618048 8052/4637952 allowed|outbound|DefaultRule_AllowInternetOutBound|00:0d:3a:f8:78:56|',
    ],
  });
});

test('NSG v1: each tuple is a flow of which nothing is counted', () => {
  const log = JSON.stringify({ records: [nsg(1, [ruled('r', '1487282421,192.0.2.95,10.1.0.4,51529,5358,T,I,D')])] });
  expect(read(log).flows).toEqual([
    '1487282421000+0 6 192.0.2.95:51529 > 10.1.0.4:5358 0/0 0/0 denied|inbound|r|00:0d:3a:f8:78:56|',
  ]);
});

const vnet = (...flowTuples: string[]): object => ({
  time: '2022-09-14T09:00:52.5625085Z',
  flowLogVersion: 4,
  macAddress: '00224871C205',
  category: 'FlowLogFlowEvent',
  targetResourceID: '/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/myVNet',
  flowRecords: { flows: [{ aclID: '0', flowGroups: [{ rule: 'r', flowTuples }] }] },
});

test('VNet v4: milliseconds, IANA numbers, denied by state, encryption in words', () => {
  const log = JSON.stringify({
    records: [
      vnet(
        '1663146003599,10.0.0.6,192.0.2.180,23956,443,6,O,B,NX,0,0,0,0',
        '1663146003606,10.0.0.6,192.0.2.180,23956,443,6,O,E,X,3,767,2,1580',
        '1663145998065,198.51.100.153,10.0.0.6,55188,22,6,I,D,NX,0,0,0,0',
        '1708978215,10.0.0.6,2001:db8::1,0,0,1,O,E,NX_LOCAL_DST,1,74,0,0',
      ),
    ],
  });
  expect(read(log)).toEqual({
    format: 'VNet flow log',
    records: 3,
    malformed: 1, // ends of two IP versions
    flows: [
      '1663146003599+7 6 10.0.0.6:23956 > 192.0.2.180:443 3/767 2/1580 allowed|outbound|r|00:22:48:71:c2:05|not encrypted',
      '1663145998065+0 6 198.51.100.153:55188 > 10.0.0.6:22 0/0 0/0 denied|inbound|r|00:22:48:71:c2:05|not encrypted',
    ],
  });
});

test('stamps in seconds are seconds', () => {
  const log = JSON.stringify({ records: [vnet('1708978215,10.0.0.6,10.0.0.7,1,2,6,O,E,NX,1,74,0,0')] });
  expect(read(log).flows[0]).toMatch(/^1708978215000\+0 6 /);
});

test('an unfinished hour, a comma too many and records within a record: what is whole counts, in pieces of any length', () => {
  const one = JSON.stringify(vnet('1663146003599,10.0.0.6,192.0.2.180,1,443,6,O,E,NX,3,767,2,1580'));
  const nested = `{"records":[${one}]}`;
  const text = `{"records":[${one},\n${nested},,${one}, {"category":"FlowLogFlowEvent","flowRec`;
  const whole = read(text);
  expect(whole).toMatchObject({ records: 3, malformed: 1 });
  expect(whole.flows).toHaveLength(3);
  for (const step of [1, 2, 7, 1000]) expect(read(text, step)).toEqual(whole);
});

test('the same five numbers after a new begin, or after a quarter of an hour, are another flow', () => {
  const at = (s: number, state: string) => `${1663146003 + s},10.0.0.6,192.0.2.180,1,443,6,O,${state},NX,1,10,1,10`;
  const flows = read(
    JSON.stringify({ records: [vnet(at(0, 'B'), at(300, 'C'), at(310, 'B'), at(320, 'C'), at(2000, 'C'))] }),
  ).flows;
  expect(flows.map((flow) => flow.slice(0, 22))).toEqual([
    '1663146003000+300000 6',
    '1663146313000+10000 6 ',
    '1663148003000+0 6 10.0',
  ]);
});

test.each([
  [{ records: [{ category: 'AuditEvent', resourceId: '/x', operationName: 'VaultGet' }] }, 'of "AuditEvent"'],
  [{ records: [{ category: 'ApplicationGatewayAccessLog', resourceId: '/x' }] }, 'of "ApplicationGatewayAccessLog"'],
])('logs of other services are refused by name', (log, reason) => {
  expect(() => read(JSON.stringify(log))).toThrow(reason);
});

test.each(['{"hello":"world"}', '[1,2,3]', '{"records":[]}', 'version 2', 'hello', '', '<html>'])(
  '%j is no flow log',
  (text) => {
    expect(detectFlowLog(Buffer.from(text))).toBeUndefined();
  },
);

test('AWS v2 without header: both directions and all minutes are one flow, from the client', () => {
  const log = [
    '2 123456789010 eni-1235b8ca123456789 172.31.16.21 172.31.16.139 22 20641 6 20 4249 1418530010 1418530070 ACCEPT OK',
    '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 10 1000 1418530010 1418530070 ACCEPT OK',
    '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 1 100 1418530130 1418530190 ACCEPT OK',
    '2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK',
    '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA',
    'rubbish with words',
  ].join('\n');
  expect(read(log)).toEqual({
    format: 'AWS VPC flow log',
    records: 4,
    malformed: 1,
    flows: [
      '1418530010000+180000 6 172.31.16.139:20641 > 172.31.16.21:22 11/1100 20/4249 allowed|||eni-1235b8ca123456789|',
      '1418530010000+60000 6 172.31.9.69:49761 > 172.31.9.12:3389 20/4249 0/0 denied|||eni-1235b8ca123456789|',
    ],
  });
});

test("AWS with a header: fields as it names them, the packet's own ends, a SYN says who began", () => {
  const log = [
    'interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol tcp-flags packets bytes start end action log-status flow-direction',
    'eni-1 10.0.0.5 10.0.0.220 10.0.1.9 10.0.0.220 8001 9001 6 18 5 500 100 160 ACCEPT OK ingress',
    'eni-1 10.0.0.220 10.0.0.5 10.0.0.220 10.0.1.9 9001 8001 6 2 7 700 100 160 ACCEPT OK egress',
  ].join('\n');
  expect(read(log).flows).toEqual([
    '100000+60000 6 10.0.0.220:9001 > 10.0.1.9:8001 7/700 5/500 allowed|outbound||eni-1|',
  ]);
});

const ZEEK = [
  '#separator \\x09',
  '#set_separator\t,',
  '#empty_field\t(empty)',
  '#unset_field\t-',
  '#path\tconn',
  '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents',
  '#types\ttime\tstring',
];

test('Zeek: tab-separated by its header, or JSON lines', () => {
  const tsv = [
    ...ZEEK,
    '1362692526.869344\tCabc\t141.142.228.5\t59856\t192.150.187.43\t80\ttcp\thttp\t0.211484\t136\t5007\tSF\t7\t512\t7\t5379\t(empty)',
    '1362692527.000000\tCdef\t10.0.0.1\t8\t10.0.0.2\t0\ticmp\t-\t-\t-\t-\tOTH\t1\t84\t0\t0\t-',
    'short\tline',
    '#close\t2024-01-01',
  ].join('\n');
  expect(read(tsv)).toEqual({
    format: 'Zeek conn.log',
    records: 2,
    malformed: 1,
    flows: [
      '1362692526869.344+211.48388671875 6 141.142.228.5:59856 > 192.150.187.43:80 7/512 7/5379 ||||',
      '1362692527000+0 1 10.0.0.1:8 > 10.0.0.2:0 1/84 0/0 ||||',
    ],
  });
  const json =
    '{"ts":1362692526.5,"uid":"C","id.orig_h":"2001:db8::1","id.orig_p":5353,"id.resp_h":"ff02::fb","id.resp_p":5353,"proto":"udp","orig_pkts":2,"orig_ip_bytes":200,"tunnel_parents":[]}\n';
  expect(read(json + json).flows).toEqual(
    Array(2).fill('1362692526500+0 17 2001:db8::1:5353 > ff02::fb:5353 2/200 0/0 ||||'),
  );
});

test("Zeek's other logs are refused by name", () => {
  expect(() => read(ZEEK.join('\n').replace('conn', 'dns'))).toThrow("it is Zeek's dns.log");
});

test('names that objects have of themselves are only names', () => {
  const log = JSON.stringify({
    records: [vnet('1663146003606,10.0.0.6,10.0.0.7,1,443,6,O,E,constructor,3,767,2,1580')],
  });
  expect(read(log).flows[0]).toMatch(/\|constructor$/);
});

test('half a million connections at the end of a log, and a late SYN after many records, are no trouble', () => {
  const line = (port: number, start: number, flags: number) =>
    `eni-1 10.0.0.1 10.0.0.2 ${port % 60000} ${port % 999} 6 ${flags} 1 100 ${start} ${start + 1} ACCEPT OK`;
  const header =
    'interface-id srcaddr dstaddr srcport dstport protocol tcp-flags packets bytes start end action log-status';
  const many = Array.from({ length: 300_000 }, (_, n) => line(n, 100, 0));
  expect(read([header, ...many].join('\n')).records).toBe(300_000);
  const long = Array.from({ length: 200_000 }, (_, n) => line(7, 100 + n, n === 199_999 ? 18 : 0));
  const [flow] = read([header, ...long].join('\n')).flows;
  expect(flow).toContain(' 200000/20000000');
});
