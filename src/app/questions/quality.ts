/**
 * How good the captures of a dataset are: what was cut, broken, lost or counted twice, each with what it means for the numbers
 * and, where flows show it, the filter that finds them. A good capture is told to be good.
 */
import { spokenSeconds } from '#base/spoken.ts';
import type { Answer, Question } from '#query/question.ts';
import { quote } from '#query/value.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { DatasetStore } from '#store/store.ts';
import { addFindings, type Findings, NO_FINDINGS } from '#wire/check.ts';
import type { Quality, QualityItem, Standing } from '../model.ts';

/** Parts of an item that are told. */
const MOST_PARTS = 12;
/** Shares above which a fault is more than a note. */
const MANY_MALFORMED = 0.01;
const MANY_ONE_SIDED = 0.2;
const MANY_DUPLICATES = 0.01;
const MANY_MISSING = 0.001;
const MANY_WRONG_SUMS = 0.01;
const MANY_WITHOUT_PORTS = 0.05;
const FEW_IDENTIFIED = 0.5;
/** Flows of transports that have ports, of which none was captured. */
const WITHOUT_PORTS = 'ip.proto in {tcp udp sctp dccp udplite} and not src.port and not source';
/** A fault so few bytes before the end is a capture that was stopped while a packet was written. */
const CUT_AT_END = 256 * 1024;
/** A silence is told when it is this long, and so many times as long as packets are apart on average. */
const SILENCE_MS = 1000;
const SILENCE_TIMES = 1000;
/** No flow goes on over a longer one. */
const LONGEST_SILENCE_MS = 900_000;
/** Of fewer it can't be told what is usual. */
const SILENCE_PACKETS = 100;

export async function qualityOf(store: DatasetStore): Promise<Quality> {
  const ask = async <Q extends Question>(question: Q): Promise<Answer<Q['kind']> & object> => {
    const answer = await store.ask(question);
    if (answer === undefined || 'ok' in answer) throw new Error('bug: a filter of ours was refused');
    return answer as Answer<Q['kind']> & object;
  };
  const totals = async (filter: string) => (await ask({ kind: 'totals', scope: { filter } })).scope;
  const [files, all, portless, tcp, headless, oneSided, byWhat, tcpBytes] = await Promise.all([
    store.files(),
    totals(''),
    totals(WITHOUT_PORTS),
    totals('ip.proto == tcp'),
    totals('ip.proto == tcp and tcp.flags == "/"'), // not one TCP header
    totals('one_sided'),
    ask({ kind: 'top', scope: { filter: '' }, field: 'app.by', measure: 'bytes', limit: 5 }),
    ask({
      kind: 'groups',
      scope: { filter: 'ip.proto == tcp' },
      by: ['ip.proto'],
      more: ['payload', 'lost'],
      sort: 'bytes',
      offset: 0,
      limit: 1,
    }),
  ]);
  const packets = sum(files, (file) => file.packets);
  const findings = files.map((file) => file.findings ?? NO_FINDINGS).reduce(addFindings, NO_FINDINGS);
  const inspected = byWhat.rows.find(({ value }) => value === 'inspected')?.bytes ?? 0;
  const { payload = 0, lost = 0 } = tcpBytes.rows[0]?.more ?? {};
  const judged = [
    readable(files),
    truncated(files, packets),
    ports(portless.flows, all.flows),
    malformed(files, packets, findings),
    unsupported(files, packets, findings),
    drops(files, packets),
    missing(payload, lost, tcp.flows > 0 && headless.flows === tcp.flows),
    oneSidedTcp(oneSided.flows, tcp.flows, headless.flows),
    clock(files, packets),
    silence(files),
    duplicates(packets, findings),
    checksums(findings),
    identified(packets, inspected, all.bytes),
  ];
  const items = packets === 0 ? judged.map(withoutPackets) : judged;
  return { ...verdict(packets, items), items };
}

const NO_PACKETS = 'There are no packets to judge.';

/** Of flow logs nothing is good that only packets could show. */
function withoutPackets(item: QualityItem): QualityItem {
  if (item.standing !== 'good' || (item.unit !== 'packets' && item.key !== 'silence')) return item;
  return { ...item, standing: 'unknown', count: 0, of: 0, text: NO_PACKETS };
}

function verdict(packets: number, items: readonly QualityItem[]): Pick<Quality, 'standing' | 'text'> {
  const of = (standing: Standing): string =>
    listed(items.filter((item) => item.standing === standing).map(({ label }) => inSentence(label)));
  const [bad, note] = [of('bad'), of('note')];
  if (bad !== '') return { standing: 'bad', text: `Some numbers are off: see ${bad}.` };
  if (packets === 0) return { standing: note === '' ? 'good' : 'note', text: NO_PACKETS };
  if (note !== '') return { standing: 'note', text: `The numbers hold, with limits: see ${note}.` };
  return { standing: 'good', text: 'A good capture: nothing found that makes its numbers wrong.' };
}

function readable(files: readonly StoredFile[]): QualityItem {
  const cut = files.flatMap(({ name, size, fault }) => (fault === undefined ? [] : [{ name, size, ...fault }]));
  return {
    key: 'readable',
    label: cut.length === 0 ? 'Files read to their end' : 'Files not read to their end',
    standing: cut.length === 0 ? 'good' : cut.every(({ size, offset }) => size - offset <= CUT_AT_END) ? 'note' : 'bad',
    count: cut.length === 0 ? files.length : cut.length,
    of: files.length,
    unit: 'files',
    text:
      cut.length === 0
        ? 'Every file was read to its end.'
        : 'What follows the fault in a file is missing from all numbers; the whole packets before it count.',
    ...ofSome(files, (file) => file.fault !== undefined),
    parts: cut
      .slice(0, MOST_PARTS)
      .map(({ name, offset, reason }) => ({ label: `${name}: byte ${offset}: ${reason}`, count: 1 })),
  };
}

function truncated(files: readonly StoredFile[], packets: number): QualityItem {
  const count = sum(files, (file) => file.accounts.truncated);
  // What a file says of its snap length is not true where another program cut the packets: so many bytes are not there, then.
  const snapLens = [
    ...new Set(
      files
        .filter(({ accounts, snapLen, size }) => accounts.truncated > 0 && accounts.truncated * snapLen <= size)
        .map(({ snapLen }) => snapLen),
    ),
  ]
    .filter((snapLen) => snapLen > 0)
    .sort((a, b) => a - b);
  const at = snapLens.length === 0 ? '' : ` (${listed(snapLens.map(String))} bytes)`;
  return {
    key: 'truncated',
    label: 'Truncated packets',
    standing: count === 0 ? 'good' : 'note',
    count,
    of: packets,
    unit: 'packets',
    text:
      count === 0
        ? 'No packet was cut: all bytes of each were there to read.'
        : `Cut by the snap length of the capture${at}. Bytes and packets are true, because the length on the wire is what counts; applications, names and other facts may be missing.`,
    filter: 'truncated',
    parts: perFile(files, (file) => file.accounts.truncated),
  };
}

function ports(flows: number, all: number): QualityItem {
  return {
    key: 'ports',
    label: 'Ports not captured',
    standing: flows === 0 ? 'good' : flows > all * MANY_WITHOUT_PORTS ? 'bad' : 'note',
    count: flows,
    of: all,
    unit: 'flows',
    text:
      flows === 0
        ? 'The ports of every flow that has them were captured.'
        : 'Their packets end before the ports, or only later fragments were captured. Everything two hosts exchanged over such a transport is then one flow: in truth there are more flows, and their applications are not known.',
    filter: WITHOUT_PORTS,
    parts: [],
  };
}

function malformed(files: readonly StoredFile[], packets: number, findings: Findings): QualityItem {
  const count = sum(files, (file) => file.accounts.malformed);
  return {
    key: 'malformed',
    label: 'Malformed packets',
    standing: count === 0 ? 'good' : count > packets * MANY_MALFORMED ? 'bad' : 'note',
    count,
    of: packets,
    unit: 'packets',
    text:
      count === 0
        ? 'Every packet keeps to the rules of the protocols that carry it.'
        : 'They break the rules of a layer. They count in bytes and packets, in a flow where addresses can be read; what lies above the fault is not known.',
    filter: 'malformed',
    parts: findings.faults
      .slice(0, MOST_PARTS)
      .map((fault) => ({ label: `${fault.layer} ${fault.why}`, count: fault.packets })),
  };
}

function unsupported(files: readonly StoredFile[], packets: number, findings: Findings): QualityItem {
  const count = sum(files, (file) => file.accounts.unsupported);
  return {
    key: 'unsupported',
    label: 'Unsupported packets',
    standing: count === 0 ? 'good' : count === packets ? 'bad' : 'note',
    count,
    of: packets,
    unit: 'packets',
    text:
      count === 0
        ? 'Every packet is of a kind that Capscope reads.'
        : 'Nothing is wrong with them, but Capscope does not read their link type: they count as packets of the file and belong to no flow.',
    parts: findings.unsupported
      .slice(0, MOST_PARTS)
      .map(({ linkType, packets: number }) => ({ label: linkType, count: number })),
  };
}

function drops(files: readonly StoredFile[], packets: number): QualityItem {
  const told = files.flatMap(({ drops: own }) => (own === undefined ? [] : [own]));
  const count = (key: 'byInterface' | 'bySystem' | 'betweenPackets'): number => sum(told, (own) => own[key] ?? 0);
  // A capture that tells drops twice means the same packets: interface statistics count those between packets, too.
  const counted = Math.max(count('byInterface') + count('bySystem'), count('betweenPackets'));
  const silent = files.length - told.length;
  const some = silent === 0 ? '' : ` ${silent} of ${files.length} files do not tell.`;
  const base = { key: 'drops', label: 'Dropped while capturing', unit: 'packets', of: packets + counted } as const;
  if (told.length === 0)
    return {
      ...base,
      standing: 'unknown',
      count: 0,
      text: 'The capture does not tell whether packets were lost while it was made; bytes missing from TCP are the hint that is left.',
      parts: [],
    };
  return {
    ...base,
    standing: counted > 0 ? 'bad' : silent > 0 ? 'unknown' : 'good',
    count: counted,
    text:
      counted === 0
        ? `The capture says that no packet was lost while it was made.${some}`
        : `Lost while the capture was made, as it says itself: volumes are too low, and gaps in TCP need not be the network’s.${some}`,
    ...ofSome(files, (file) => Object.values(file.drops ?? {}).some((lost) => lost > 0)),
    parts: [
      { label: 'lost at the interface', count: count('byInterface') },
      { label: 'lost in the system', count: count('bySystem') },
      { label: 'told beside packets', count: count('betweenPackets') },
    ].filter((part) => part.count > 0),
  };
}

const NO_TCP_HEADER = 'No TCP header was captured, so this is not known.';

function missing(payload: number, lost: number, isUntold: boolean): QualityItem {
  return {
    key: 'missing',
    label: 'TCP bytes not captured',
    standing: isUntold ? 'unknown' : lost === 0 ? 'good' : lost > (payload + lost) * MANY_MISSING ? 'bad' : 'note',
    count: lost,
    of: payload + lost,
    unit: 'bytes',
    text: isUntold
      ? NO_TCP_HEADER
      : lost === 0
        ? 'No byte is missing between captured bytes of a TCP stream.'
        : 'Later bytes of the same streams were captured, these were not: lost during the capture or before. Volumes are too low by that much, and applications may be missed.',
    filter: 'src.lost > 0 or dst.lost > 0',
    parts: [],
  };
}

function oneSidedTcp(flows: number, tcp: number, headless: number): QualityItem {
  const isUntold = tcp > 0 && headless === tcp;
  return {
    key: 'one_sided',
    label: 'One-sided TCP',
    standing: isUntold ? 'unknown' : flows === 0 ? 'good' : flows > (tcp - headless) * MANY_ONE_SIDED ? 'bad' : 'note',
    count: flows,
    of: tcp,
    unit: 'flows',
    text: isUntold
      ? NO_TCP_HEADER
      : flows === 0
        ? tcp === 0
          ? 'There is no TCP in this capture.'
          : 'Both directions of every answered TCP connection were captured.'
        : 'One end acknowledges what the other sent, but no packet of the other was captured: it takes another path, or only one direction is mirrored. Their volumes are half of the truth, and source and destination may be swapped.',
    filter: 'one_sided',
    parts: [],
  };
}

function clock(files: readonly StoredFile[], packets: number): QualityItem {
  const count = sum(files, (file) => file.backwards ?? 0);
  return {
    key: 'clock',
    label: 'Clock that ran backwards',
    standing: count === 0 ? 'good' : 'note',
    count,
    of: packets,
    unit: 'packets',
    text:
      count === 0
        ? 'Times never jump back by more than a second within a file.'
        : 'Packets more than a second older than the one before them: the clock was set, or captures were joined unsorted. Volumes are true; durations and round-trip times of flows they fall into may not be.',
    ...ofSome(files, (file) => (file.backwards ?? 0) > 0),
    parts: perFile(files, (file) => file.backwards ?? 0),
  };
}

function silence(files: readonly StoredFile[]): QualityItem {
  const found = files.flatMap((file) => {
    const { silence: own, first = 0, last = 0, packets } = file;
    if (own === undefined || packets < SILENCE_PACKETS) return [];
    const usual = Math.max(0, last - first - own.ms) / packets;
    return own.ms < SILENCE_MS || own.ms < usual * SILENCE_TIMES ? [] : [{ file, ...own }];
  });
  found.sort((a, b) => b.ms - a.ms);
  const across = found.slice(0, MOST_PARTS).flatMap(({ from, ms }) => {
    const [before, behind] = [timeText(Math.ceil(from)), timeText(Math.floor(from + ms))];
    return ms < LONGEST_SILENCE_MS && isTime(from) && isTime(from + ms)
      ? [`start <= ${quote(before)} and end >= ${quote(behind)}`]
      : [];
  });
  return {
    key: 'silence',
    label: 'Gaps in time',
    standing: found.length === 0 ? 'good' : 'note',
    count: found.length,
    of: files.length,
    unit: 'files',
    text:
      found.length === 0
        ? 'No pause between packets stands out.'
        : 'For far longer than usual there is no packet: nobody sent, or the capture stood still. Rates over such a time are too low.',
    ...(across.length === 0 ? {} : { filter: across.map((one) => `(${one})`).join(' or ') }),
    parts: found.slice(0, MOST_PARTS).map(({ file, from, ms }) => ({
      label: `${file.name}: ${spokenSeconds(ms / 1000)} from ${timeText(from)}`,
      count: 1,
    })),
  };
}

function duplicates(packets: number, findings: Findings): QualityItem {
  const count = findings.duplicates;
  return {
    key: 'duplicates',
    label: 'Duplicate packets',
    standing: count === 0 ? 'good' : count > packets * MANY_DUPLICATES ? 'bad' : 'note',
    count,
    of: packets,
    unit: 'packets',
    text:
      count === 0
        ? 'No packet was captured twice.'
        : 'The same IP packet was captured more than once: on two interfaces, or mirrored twice. They count each time in bytes and packets; in TCP they would look like retransmissions.',
    filter: 'duplicates',
    parts: [],
  };
}

function checksums({ checksums: sums }: Findings): QualityItem {
  const wrong = sum(sums, (one) => one.wrong);
  const checked = sum(sums, (one) => one.checked);
  const offloaded = sum(sums, (one) => one.offloaded);
  const left =
    offloaded === 0
      ? ''
      : ' Checksums of packets that the capturing host sent were left to its network card; that is no fault.';
  return {
    key: 'checksums',
    label: 'Wrong checksums',
    standing: checked === 0 ? 'unknown' : wrong === 0 ? 'good' : wrong > checked * MANY_WRONG_SUMS ? 'bad' : 'note',
    count: wrong,
    of: checked,
    unit: 'checksums',
    text:
      (checked === 0
        ? 'No checksum was verified: the packets are cut or have none.'
        : wrong === 0
          ? 'Every checksum that was verified is right.'
          : 'Bytes changed on the way, or a program wrote them wrong. Receivers drop such packets; here they count.') +
      ' The first 4096 packets of an import are verified, and one in 64 after them.' +
      left,
    filter: 'checksum.wrong',
    parts: sums
      .flatMap((one) => [
        { label: `${one.layer} wrong`, count: one.wrong },
        { label: `${one.layer} left to the network card`, count: one.offloaded },
      ])
      .filter((part) => part.count > 0),
  };
}

function identified(packets: number, inspected: number, bytes: number): QualityItem {
  return {
    key: 'identified',
    label: 'Identified by inspection',
    // flows of a log come without packets
    standing: packets === 0 ? 'unknown' : bytes === 0 || inspected >= bytes * FEW_IDENTIFIED ? 'good' : 'note',
    count: inspected,
    of: bytes,
    unit: 'bytes',
    text:
      bytes === 0
        ? 'There are no flows.'
        : packets === 0
          ? NO_PACKETS
          : 'The application of these bytes is proved by what the packets say. That of the rest is a guess by port, marked as such, or not known: often connections whose beginning was not captured.',
    filter: 'not app.by == inspected',
    parts: [],
  };
}

/** The flows of the files it is true of, where it is not true of all. */
function ofSome(
  files: readonly StoredFile[],
  isConcerned: (file: StoredFile) => boolean,
): { readonly filter?: string } {
  const names = files.filter(isConcerned).map(({ name }) => quote(name));
  if (names.length === 0 || names.length === files.length || names.length > MOST_PARTS) return {};
  return { filter: names.length === 1 ? `file == ${names[0]}` : `file in {${names.join(' ')}}` };
}

function perFile(files: readonly StoredFile[], of: (file: StoredFile) => number): QualityItem['parts'] {
  if (files.length < 2) return [];
  return files
    .map((file) => ({ label: file.name, count: of(file) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_PARTS);
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

/** "a", "a and b", "a, b and c" */
function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const isTime = (ms: number): boolean => Math.abs(ms) <= 8.64e15;

function timeText(ms: number): string {
  return !isTime(ms) ? String(ms) : new Date(Math.floor(ms)).toISOString();
}

/** A label within a sentence: "Truncated packets" begins small, "TCP bytes" does not. */
export function inSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
