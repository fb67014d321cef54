/**
 * Suricata's tests: `filter: {count: N, match: {field: value}}` says how many records of its log there are. Suricata logs a
 * record a transaction and we tell a flow, so two things are compared: where it has such records, we have a flow that says the same, and
 * where it has none, we have none ("found"); and of kinds with one record a connection also their number ("count").
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS } from '../corpus.ts';
import { type Flow, flowsOf } from './flows.ts';
import { Agreement } from './share.ts';

const FOLDER = join(CORPUS, 'suricata');
export const hasSuricata: boolean = existsSync(FOLDER);

type Told = string | number | undefined;
/** one value, or all of those that a flow has */
type Read = (flow: Flow) => Told | readonly Told[];
interface Kind {
  /** ours that may be it */
  readonly apps: readonly string[];
  readonly fields: Readonly<Record<string, Read>>;
  /** one record a connection */
  readonly isSingle?: true;
}

const fact =
  (key: string): Read =>
  (flow) =>
    flow.facts.get(key);
/** The first, and all of the list of later ones. */
const facts =
  (first: string, all: string): Read =>
  (flow) => [
    flow.facts.get(first),
    ...String(flow.facts.get(all) ?? '')
      .split(' ')
      .filter((one) => one !== ''),
  ];
/** Versions as Suricata writes them. */
const tlsVersion: Read = (flow) =>
  String(flow.facts.get('tls.version') ?? '')
    .replace('TLS 1.0', 'TLSv1')
    .replace('TLS ', 'TLS ');
const day: (key: string) => Read = (key) => (flow) => String(flow.facts.get(key) ?? '').replace('Z', '');
/** RFC 4514 text as OpenSSL's one line. */
const name: (key: string) => Read = (key) => (flow) =>
  String(flow.facts.get(key) ?? '')
    .split(/(?<!\\),/)
    .reverse()
    .join(', ')
    .replace(/\\(.)/g, '$1');
const colons: (key: string) => Read = (key) => (flow) =>
  (String(flow.facts.get(key) ?? '').match(/../g) ?? []).join(':');
const banner: (key: string) => Read = (key) => (flow) => String(flow.facts.get(key) ?? '').split(' ')[0];

const TLS = ['tls', 'https', 'imaps', 'pop3s', 'smtps', 'ftps', 'http-proxy', 'smtp', 'imap', 'ldap'];
const KINDS: Readonly<Record<string, Kind>> = {
  tls: {
    apps: TLS,
    isSingle: true,
    fields: {
      'tls.version': tlsVersion,
      'tls.sni': fact('tls.sni'),
      'tls.subject': name('tls.cert.subject'),
      'tls.issuerdn': name('tls.cert.issuer'),
      'tls.notbefore': day('tls.cert.not_before'),
      'tls.notafter': day('tls.cert.not_after'),
      'tls.fingerprint': colons('tls.cert.sha1'),
      'tls.serial': (flow) => colons('tls.cert.serial')(flow)?.toString().toUpperCase(),
      'tls.ja4': fact('tls.ja4'),
      'tls.server_alpns[0]': fact('tls.alpn'),
    },
  },
  quic: { apps: ['quic'], isSingle: true, fields: { 'quic.ja4': fact('tls.ja4'), 'quic.sni': fact('tls.sni') } },
  ssh: {
    apps: ['ssh'],
    isSingle: true,
    fields: {
      'ssh.client.software_version': banner('software.client'),
      'ssh.server.software_version': banner('software.server'),
      'ssh.server.proto_version': fact('ssh.version'),
      'ssh.client.hassh.hash': fact('ssh.hassh'),
      'ssh.server.hassh.hash': fact('ssh.hassh_server'),
    },
  },
  http: {
    apps: ['http', 'websocket', 'http-proxy', 'soap', 'http2', 'ssdp'],
    fields: {
      'http.hostname': (flow) =>
        [flow.facts.get('host'), ...String(flow.facts.get('http.hosts') ?? '').split(' ')].map((host) =>
          String(host).includes(':') ? `[${host}]` : host,
        ),
      'http.url': fact('http.path'),
      'http.http_method': fact('http.method'),
      'http.status': facts('http.status', 'http.worst'),
      'http.http_user_agent': fact('http.user_agent'),
      'http.http_content_type': fact('http.content_type'),
      'http.http_refer': fact('http.referer'),
      'http.redirect': fact('http.location'),
      'http.protocol': (flow) =>
        flow.facts.has('http.version') ? `HTTP/${flow.facts.get('http.version')}` : undefined,
    },
  },
  dns: {
    apps: ['dns', 'mdns', 'llmnr'],
    fields: {
      'dns.rrname': facts('dns.query', 'dns.queries'),
      'dns.rrtype': fact('dns.type'),
      'dns.queries[0].rrname': facts('dns.query', 'dns.queries'),
      'dns.queries[0].rrtype': fact('dns.type'),
      'dns.rcode': facts('dns.rcode', 'dns.rcodes'),
    },
  },
  smb: { apps: ['smb', 'netbios'], fields: { 'smb.dialect': fact('smb.dialect'), 'smb.filename': fact('smb.file') } },
  mqtt: {
    apps: ['mqtt'],
    fields: {
      'mqtt.connect.client_id': fact('mqtt.client'),
      'mqtt.connect.username': fact('user'),
      'mqtt.connect.protocol_version': (flow) =>
        ({ '3.1': 3, '3.1.1': 4, '5.0': 5 })[String(flow.facts.get('mqtt.version'))],
    },
  },
  sip: { apps: ['sip'], fields: { 'sip.method': (flow) => String(flow.facts.get('sip.method') ?? '').split(' ')[0] } },
  rdp: { apps: ['rdp'], fields: { 'rdp.cookie': fact('user') } },
  krb5: {
    apps: ['kerberos'],
    fields: {
      'krb5.realm': fact('kerberos.realm'),
      'krb5.cname': fact('user'),
      'krb5.sname': fact('kerberos.service'),
      'krb5.encryption': fact('kerberos.cipher'),
    },
  },
  snmp: {
    apps: ['snmp'],
    fields: { 'snmp.version': (flow) => ({ '1': 1, '2c': 2, '3': 3 })[String(flow.facts.get('snmp.version'))] },
  },
  dhcp: { apps: ['dhcp'], fields: { 'dhcp.vendor_class_identifier': fact('dhcp.vendor') } },
  smtp: {
    apps: ['smtp', 'smtps'],
    fields: {
      'smtp.helo': fact('smtp.helo'),
      'smtp.mail_from': fact('smtp.from'),
      'smtp.rcpt_to[0]': (flow) => String(flow.facts.get('smtp.to') ?? '').split(' ')[0],
    },
  },
  ldap: { apps: ['ldap'], fields: {} },
  ftp: { apps: ['ftp', 'ftps'], fields: {} },
  tftp: { apps: ['tftp'], fields: {} },
  pgsql: { apps: ['postgresql'], fields: {} },
};

interface Check {
  readonly count: number;
  readonly match: ReadonlyMap<string, string>;
}

/** The filters of a test.yaml that are not for versions of old: a reader of the few forms these files have. */
function checksOf(text: string): Check[] {
  const checks: Check[] = [];
  for (const block of text.split(/^\s*- filter:/m).slice(1)) {
    const body = block.split(/^\s*- (?:shell|stats|file-compare):/m)[0]!;
    if (/lt-version|requires:[\s\S]*?max-version/.test(body)) continue;
    const count = /^\s*count: (\d+)/m.exec(body);
    const from = /^(\s*)match:\s*$/m.exec(body);
    if (count === null || from === null) continue;
    const match = new Map<string, string>();
    for (const line of body.slice(from.index + from[0].length).split('\n')) {
      const pair = /^(\s+)([\w.[\]-]+): ?(.*)$/.exec(line);
      if (pair === null || pair[1]!.length <= from[1]!.replace(/\n/g, '').length) {
        const last = [...match.keys()].at(-1);
        const isMore = last !== undefined && pair === null && /^\s{6,}\S/.test(line) && !line.includes(': ');
        if (isMore) match.set(last, `${match.get(last)} ${line.trim()}`);
        else if (line.trim() !== '' && !line.trim().startsWith('#')) break;
        continue;
      }
      match.set(pair[2]!, pair[3]!.trim().replace(/^(['"])(.*)\1$/, '$2'));
    }
    checks.push({ count: Number(count[1]), match });
  }
  return checks;
}

function captureOf(folder: string): string | undefined {
  const files = readdirSync(folder).filter((file) => /\.(?:pcap|pcapng|cap)$/.test(file));
  return files.length === 1 ? join(folder, files[0]!) : undefined;
}

/** Spellings of one value: a serial's leading zero byte, an attribute's name, a version's digits. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^<(.*)>$/, '$1')
    .replace(/^00:(?=[0-9a-f]{2}:)/, '')
    .replace(/\bemail=/, 'emailaddress=')
    .replace(/^([23])\.([01])0$/, '$1.$2');

const isAlike = (wanted: string, told: Told | readonly Told[]): boolean =>
  typeof told === 'object'
    ? told.some((one) => isAlike(wanted, one))
    : (told === undefined && wanted === '') || (told !== undefined && plain(String(told)) === plain(wanted));

export function agreeWithSuricata(): Agreement {
  const agreement = new Agreement();
  for (const test of readdirSync(FOLDER).sort()) {
    const folder = join(FOLDER, test);
    if (!statSync(folder).isDirectory() || !existsSync(join(folder, 'test.yaml'))) continue;
    const checks = checksOf(readFileSync(join(folder, 'test.yaml'), 'utf8')).filter(({ match }) =>
      Object.hasOwn(KINDS, match.get('event_type') ?? ''),
    );
    const capture = captureOf(folder);
    if (capture === undefined || checks.length === 0) continue;
    let flows: readonly Flow[];
    try {
      flows = flowsOf(capture);
    } catch {
      continue;
    }
    for (const { count, match } of checks) compare(agreement, test, flows, count, match);
  }
  return agreement;
}

/** Tests whose records are another thing than what a flow says, and why. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'bug-4702-01': 'a request of five bytes that never ends',
  'dns-over-http2': 'DNS inside HTTP/2, which we do not open',
  'dns-over-http2-post': 'DNS inside HTTP/2, which we do not open',
  'dns-udp-junkrequest-first': 'the first datagram to port 53 is an SNMP message, and names the flow',
  'exception-policy-midstream-06': "a policy of Suricata's keeps it from looking",
  'http-not09': 'a request line without a version',
  'mqtt-ping': 'two bytes to the port of MQTT prove nothing: a guess by port',
  'smtp-bdat-bad-tail-reply-queue': 'what follows the first mail body is not read',
  'smtp-long-command': 'a name of 4 kB is cut at 2 kB',
};

const LATER =
  'a transaction that is not the first of its flow: we count it, and tell its host, name or code, not all of its fields';

/** Values that say that something is not there. */
const UNTOLD = ['<none>', 'unknown', 'null'];

const hasSeveral = (flow: Flow): boolean =>
  Math.max(...['http.requests', 'dns.questions', 'dns.responses'].map((key) => Number(flow.facts.get(key) ?? 0))) > 1 ||
  String(flow.facts.get('kerberos.messages') ?? '').split(' ').length > 2 ||
  flow.facts.has('smb.file');

function compare(
  agreement: Agreement,
  test: string,
  flows: readonly Flow[],
  count: number,
  match: ReadonlyMap<string, string>,
): void {
  const event = match.get('event_type')!;
  const kind = KINDS[event]!;
  const known = [...match].filter(([key, value]) => Object.hasOwn(kind.fields, key) && !UNTOLD.includes(value));
  const hasOthers = [...match.keys()].some((key) => key !== 'event_type' && !Object.hasOwn(kind.fields, key));
  // no such record, of a field we do not have: nothing to compare
  if (count === 0 && hasOthers) return;
  const ofKind = flows.filter((flow) => kind.apps.includes(flow.app) && flow.proved);
  const alike = ofKind.filter((flow) => known.every(([key, value]) => isAlike(value, kind.fields[key]!(flow))));
  const tell = () =>
    `${test}: ${[...match].map(([key, value]) => `${key}=${value}`).join(' ')}: ${count} there, ${alike.length} of ${ofKind.length} flows here${known
      .map(([key]) => ` ${key}=${ofKind.map((flow) => kind.fields[key]!(flow)).slice(0, 3)}`)
      .join('')}`;
  const isLater =
    count > 0 && (ofKind.some(hasSeveral) || (Number(match.get('tx_id') ?? 0) > 0 && event === 'smtp'))
      ? LATER
      : undefined;
  const reason = EXPLAINED[test] ?? isLater;
  agreement.count('found', count > 0 === alike.length > 0, tell, reason);
  agreement.count(`found ${event}`, count > 0 === alike.length > 0, () => test, reason);
  if (kind.isSingle && !hasOthers) agreement.count('count', count === alike.length, tell);
}
