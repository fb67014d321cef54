/**
 * Wrong claims: flows of which we say that inspection proved one application, and of which nDPI, Zeek or Arkime say by inspection that
 * they are another. Names that mean the same, and those where one holds the other, count as alike.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatIp, parseIp } from '#base/address.ts';
import { CORPUS } from '../corpus.ts';
import { type Flow, flowsOf } from './flows.ts';
import { Agreement } from './share.ts';

export const hasClaims: boolean = existsSync(join(CORPUS, 'ndpi', 'result'));

/** Ours → what others call it, or what it runs inside of; without punctuation. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  smb: ['smbv1', 'smbv23', 'ntlm', 'gssapi', 'dcerpc', 'krb', 'spnego'],
  'netbios-ns': ['netbios', 'nbns'],
  netbios: ['nbns', 'nbss', 'nbdgm', 'dns'],
  tls: ['ssl', 'doq', 'doh', 'dohdot', 'https', 'dot'],
  imaps: ['ssl', 'tls', 'imap'],
  pop3s: ['ssl', 'tls', 'pops', 'pop3'],
  smtps: ['ssl', 'tls', 'smtp'],
  ftps: ['ftp', 'ftpcontrol', 'ssl', 'tls'],
  ftp: ['ftpcontrol'],
  ike: ['ipsec', 'isakmp'],
  giop: ['corba'],
  skinny: ['ciscoskinny', 'sccp'],
  ubiquiti: ['ubntac2'],
  esp: ['ipsec'],
  'esp-udp': ['ipsec', 'esp'],
  ah: ['ipsec'],
  icmp6: ['icmpv6', 'icmp'],
  dhcp6: ['dhcpv6'],
  slp: ['servicelocationprotocol', 'srvloc'],
  rtp: ['srtp'],
  iec104: ['iec60870'],
  'ansi-c1222': ['c1222'],
  can: ['controllerareanetwork'],
  oicq: ['qq'],
  mssql: ['mssqltds', 'tds'],
  xmpp: ['jabber'],
  kerberos: ['krb', 'krbtcp', 'krb5'],
  mysql: ['ssl', 'tls'],
  postgresql: ['ssl', 'tls', 'spicy'],
  ldap: ['gssapi', 'ldaptcp', 'ldapudp', 'spnego', 'ntlm'],
  mdns: ['dns'],
  llmnr: ['dns'],
  dcerpc: ['ntlm', 'gssapi', 'msrpc', 'krb'],
  http: ['soap', 'upnp', 'ocsp', 'ntlm', 'gssapi'],
  soap: ['http'],
  websocket: ['http', 'ssl'],
  'http-proxy': ['http', 'httpconnect', 'ssl', 'tls'],
  socks: ['socks4', 'socks5', 'ssl', 'tls', 'http', 'ssh'],
  rpc: ['nfs', 'sunrpc'],
  nfs: ['rpc', 'sunrpc'],
  nntp: ['usenet'],
  natpmp: ['pcp'],
  ssdp: ['upnp'],
  modbus: ['modbustcp'],
  dtls: ['ssl', 'tls'],
  dnp3: ['dnp3tcp', 'dnp3udp'],
  rdp: ['rdpeudp', 'ssl', 'tls', 'ntlm'],
  wsd: ['wsdiscovery'],
};

/** What others tell that is no application: transports, and tunnels whose insides we tell. */
const NO_NAMES = [
  'tcp',
  'udp',
  'icmp',
  'sctp',
  'esp',
  'gre',
  'arp',
  'unknown',
  'ayiya',
  'gtp',
  'gtpv1',
  'teredo',
  'vxlan',
  'geneve',
  'gssapi',
  'igmp',
  'pim',
  'ospf',
  'cotp',
];

const SPEC = 'what nDPI names after the app that speaks it is, by its bytes,';
/** Where the others are wrong, or name something else than what is spoken; [claim as told below, reason]. */
const EXPLAINED: readonly (readonly [RegExp, string])[] = [
  [/KakaoTalkVoice as rtcp/i, `${SPEC} RTCP: 80 or 81, 201, and lengths that fill the datagram`],
  [/ultrasurf as tls/i, `${SPEC} TLS: a ClientHello and records; nDPI tells it by the lengths`],
  [/gnutella as tls/i, 'a byte 00 and then a ClientHello in a record of its own, in a made-up trace'],
  [/maplestory as http/i, 'GET /maplestory/ HTTP/1.1 is HTTP'],
  [
    /dropbox as coap/i,
    'CoAP on port 17500: version 1, token, options Uri-Path and Content-Format, ff, JSON; the answer 2.04 has its token',
  ],
  [/netbios as smb/i, 'SMB over TCP port 445: ff or fe "SMB" behind four bytes of length'],
  [
    /i3d as discord/i,
    "IP discovery of Discord's documentation: type 1 or 2, length 70, SSRC, an address; nDPI has Discord by address",
  ],
  [/stun as rtp/i, 'STUN opens the way, RTP is what then flows: two packets of one source in sequence'],
];

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const ip = (text: string): string => {
  const words = parseIp(text)?.words;
  return words === undefined ? text : formatIp(...words);
};
const ends = (proto: number, a: string, aPort: number, b: string, bPort: number): string =>
  `${proto} ${[`${a} ${aPort}`, `${b} ${bPort}`].sort().join(' ')}`;

/** ends of a flow → names that another program gives it */
type Truth = Map<string, Set<string>>;
function add(truth: Truth, key: string, names: readonly string[]): void {
  const known = names.filter((name) => name !== '' && name !== '-' && !NO_NAMES.includes(plain(name)));
  if (known.length === 0) return;
  const all = truth.get(key) ?? new Set();
  for (const name of known) all.add(plain(name));
  truth.set(key, all);
}

/** What others name after the service that speaks it, we tell by both: the application, and the service. */
function isAlike(flow: Flow, names: ReadonlySet<string>): boolean {
  return [flow.app, ...(ALSO[flow.app] ?? []), flow.service].some((name) => name !== '' && names.has(plain(name)));
}

const NDPI = /^\s*\d+\s+(TCP|UDP) \[?([0-9a-f.:]+?)\]?:(\d+) <?-> \[?([0-9a-f.:]+?)\]?:(\d+) /;

function ndpi(result: string): Truth {
  const truth: Truth = new Map();
  for (const line of readFileSync(result, 'utf8').split('\n')) {
    const found = NDPI.exec(line);
    if (found === null || !line.includes('[Confidence: DPI]')) continue;
    const key = ends(found[1] === 'TCP' ? 6 : 17, ip(found[2]!), Number(found[3]), ip(found[4]!), Number(found[5]));
    add(truth, key, (/\[proto: [\d.]+\/([^\]]*)\]/.exec(line)?.[1] ?? '').split('.').slice(0, 1));
  }
  return truth;
}

interface Session {
  readonly ipProtocol: number;
  readonly protocol?: readonly string[];
  readonly source: { readonly ip?: string; readonly port?: number };
  readonly destination: { readonly ip?: string; readonly port?: number };
}

function arkime(test: string): Truth {
  const truth: Truth = new Map();
  const told = JSON.parse(readFileSync(test, 'utf8')) as { sessions3?: { body: Session }[] };
  for (const { body } of told.sessions3 ?? []) {
    const { source, destination } = body;
    if (body.ipProtocol !== 6 && body.ipProtocol !== 17) continue;
    const key = ends(
      body.ipProtocol,
      ip(source.ip ?? ''),
      source.port ?? 0,
      ip(destination.ip ?? ''),
      destination.port ?? 0,
    );
    add(truth, key, body.protocol ?? []);
  }
  return truth;
}

function zeek(log: string): Truth {
  const truth: Truth = new Map();
  let names: readonly string[] = [];
  for (const line of readFileSync(log, 'latin1').split('\n')) {
    if (line.startsWith('#fields')) names = line.split('\t').slice(1);
    if (line === '' || line.startsWith('#')) continue;
    const values = line.split('\t');
    const one = (name: string): string => values[names.indexOf(name)] ?? '';
    const proto = ({ tcp: 6, udp: 17 } as Readonly<Record<string, number>>)[one('proto')];
    if (proto === undefined || one('id.orig_h') === '') continue;
    const key = ends(
      proto,
      ip(one('id.orig_h')),
      Number(one('id.orig_p')),
      ip(one('id.resp_h')),
      Number(one('id.resp_p')),
    );
    add(truth, key, one('service').split(','));
  }
  return truth;
}

/** Each capture with what one program says of it. */
function* truths(): Generator<readonly [source: string, capture: string, truth: Truth]> {
  const results = join(CORPUS, 'ndpi', 'result');
  for (const result of readdirSync(results).sort())
    yield ['nDPI', join(CORPUS, 'ndpi', 'pcap', result.replace(/\.out$/, '')), ndpi(join(results, result))];
  const tests = join(CORPUS, 'arkime');
  for (const test of existsSync(tests) ? readdirSync(tests).sort() : [])
    if (test.endsWith('.test'))
      yield ['Arkime', join(tests, test.replace(/\.test$/, '.pcap')), arkime(join(tests, test))];
  const list = join(CORPUS, 'zeek', '_trace_baselines.json');
  if (!existsSync(list)) return;
  const seen = new Set<string>();
  for (const { test, traces_present: traces, baselines } of JSON.parse(readFileSync(list, 'utf8')) as {
    test: string;
    traces_present: string[];
    baselines: string[];
  }[]) {
    const own = `${test.replace(/\.[^.]*$/, '').replaceAll('/', '.')}/conn.log`;
    const files = traces.filter((trace) =>
      statSync(join(CORPUS, 'zeek', 'Traces', trace), { throwIfNoEntry: false })?.isFile(),
    );
    if (files.length !== 1 || !baselines.includes(own) || seen.has(`${files[0]}`)) continue;
    seen.add(`${files[0]}`);
    yield ['Zeek', join(CORPUS, 'zeek', 'Traces', files[0]!), zeek(join(CORPUS, 'zeek', 'Baseline', own))];
  }
}

export function agreeOnClaims(): Agreement {
  const agreement = new Agreement();
  for (const [source, capture, truth] of truths()) {
    if (truth.size === 0 || !existsSync(capture)) continue;
    const flows = Map.groupBy(flowsOf(capture), ({ proto, src, dst }) =>
      ends(proto, src.ip, src.port, dst.ip, dst.port),
    );
    for (const [key, names] of truth) {
      const claims = (flows.get(key) ?? []).filter(({ app, proved }) => proved && app !== '');
      if (claims.length === 0) continue;
      const told = `${[...names].join(',')} as ${claims.map(({ app }) => app).join(',')}`;
      const reason = EXPLAINED.find(([claim]) => claim.test(told))?.[1];
      const tell = (): string => `${capture.slice(CORPUS.length + 1)} ${key}: ${told}`;
      const isSame = claims.some((flow) => isAlike(flow, names));
      agreement.count('claims', isSame, tell, reason);
      agreement.count(`claims, by ${source}`, isSame, tell, reason);
    }
  }
  return agreement;
}
