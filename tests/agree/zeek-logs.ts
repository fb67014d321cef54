/**
 * What Zeek's own expected ssl.log, http.log, dns.log and ssh.log say of its test traces, held against our facts. Zeek logs a line a
 * transaction; of a flow the first of each end is compared.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS } from '../corpus.ts';
import { type Flow, flowsOf } from './flows.ts';
import { Agreement } from './share.ts';

const FOLDER = join(CORPUS, 'zeek');
const TESTS = join(FOLDER, '_trace_baselines.json');
export const hasZeekLogs: boolean = existsSync(TESTS);

type Row = Readonly<Record<string, string>>;
type Told = (flow: Flow) => string | number | undefined;
const fact =
  (key: string): Told =>
  (flow) =>
    flow.facts.get(key);

/** Zeek's column → ours, both as Zeek writes it. */
const LOGS: Readonly<Record<string, Readonly<Record<string, Told>>>> = {
  'ssl.log': {
    server_name: fact('tls.sni'),
    cipher: fact('tls.cipher'),
    version: (flow) => VERSIONS[String(flow.facts.get('tls.version'))],
    curve: fact('tls.group'),
    next_protocol: fact('tls.alpn'),
    resumed: (flow) => (flow.facts.has('tls.resumed') ? 'T' : 'F'),
  },
  'http.log': {
    method: fact('http.method'),
    uri: fact('http.path'),
    status_code: fact('http.status'),
    user_agent: fact('http.user_agent'),
    referrer: fact('http.referer'),
    username: fact('user'),
  },
  'dns.log': {
    query: (flow) => flow.facts.get('dns.query'),
    qtype_name: fact('dns.type'),
    rcode_name: fact('dns.rcode'),
  },
  'ssh.log': {
    client: fact('software.client'),
    server: fact('software.server'),
    kex_alg: fact('ssh.kex'),
    host_key_alg: fact('ssh.host_key'),
    cipher_alg: fact('ssh.cipher'),
  },
};
const VERSIONS: Readonly<Record<string, string>> = {
  'SSL 2.0': 'SSLv2',
  'SSL 3.0': 'SSLv3',
  'TLS 1.0': 'TLSv10',
  'TLS 1.1': 'TLSv11',
  'TLS 1.2': 'TLSv12',
  'TLS 1.3': 'TLSv13',
  'DTLS 1.0': 'DTLSv10',
  'DTLS 1.2': 'DTLSv12',
  'DTLS 1.3': 'DTLSv13',
};
/** Zeek's names of what has others elsewhere. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '*': 'any',
  c_internet: 'in',
  unknown: '',
  x25519kyber768draft00: 'x25519kyber768draft00',
};

/** Traces whose lines are another thing than what a flow says, and why. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'http/methods.pcap': 'requests that are none: no blank before the version, which Zeek logs with a status of 0',
  'http/no-version.pcap': 'a request line without a version',
  'http/no-uri.pcap': 'a request line without a target',
  'dns/dynamic-update.pcap': 'an update names a zone, Zeek logs what is updated',
  'globus-url-copy.pcap': 'TLS in base64 inside FTP commands, which we do not open',
  'ssh/ssh-over-udp.pcap': 'SSH over UDP',
  'dns/dns-binds.pcap': 'a type of its own number, RFC 3597',
};

interface Baseline {
  readonly traces_present: readonly string[];
  readonly baselines: readonly string[];
}

function* readLog(path: string): Generator<Row> {
  let names: readonly string[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.startsWith('#fields')) names = line.split('\t').slice(1);
    if (line === '' || line.startsWith('#')) continue;
    const values = line.split('\t');
    yield Object.fromEntries(names.map((name, n) => [name, values[n] ?? '-']));
  }
}

const ends = (a: string, aPort: number, b: string, bPort: number): string =>
  [`${a} ${aPort}`, `${b} ${bPort}`].sort().join(' ');

const plain = (text: string): string => {
  const lower = text.toLowerCase();
  return SPELLINGS[lower] ?? lower.replace(/^ssh-[\d.]+-/, '');
};

export function agreeWithZeekLogs(): Agreement {
  const agreement = new Agreement();
  const tests = JSON.parse(readFileSync(TESTS, 'utf8')) as Record<string, Baseline> | readonly Baseline[];
  const flowsOfTrace = new Map<string, Map<string, Flow[]>>();
  const seen = new Set<string>();
  for (const { traces_present: traces, baselines } of Object.values(tests)) {
    const files = traces.filter(
      (trace) => statSync(join(FOLDER, 'Traces', trace), { throwIfNoEntry: false })?.isFile() === true,
    );
    if (files.length !== 1) continue;
    const trace = files[0]!;
    for (const baseline of baselines) {
      const log = baseline.split('/').at(-1)!;
      const columns = LOGS[log];
      if (columns === undefined) continue;
      let flows = flowsOfTrace.get(trace);
      if (flows === undefined) {
        flows = Map.groupBy(flowsOf(join(FOLDER, 'Traces', trace)), ({ src, dst }) =>
          ends(src.ip, src.port, dst.ip, dst.port),
        );
        flowsOfTrace.set(trace, flows);
      }
      for (const row of readLog(join(FOLDER, 'Baseline', baseline))) {
        if (row['id.orig_h'] === undefined) continue;
        const key = ends(row['id.orig_h'], Number(row['id.orig_p']), row['id.resp_h']!, Number(row['id.resp_p']));
        const once = `${trace} ${log} ${key}`;
        if (seen.has(once)) continue; // a later transaction
        seen.add(once);
        for (const [column, told] of Object.entries(columns)) {
          const wanted = row[column];
          if (wanted === undefined || wanted === '-' || wanted === '(empty)') continue;
          const ours = (flows.get(key) ?? []).map(told);
          if (ours.length === 0) continue; // a test with masked addresses, or a flow inside a tunnel
          const same = ours.some((value) => value !== undefined && plain(String(value)) === plain(wanted));
          agreement.count(
            `${log} ${column}`,
            same,
            () => `${trace} ${key}: ${wanted} there, ${ours.join(' | ')} here`,
            EXPLAINED[trace],
          );
        }
      }
    }
  }
  return agreement;
}
