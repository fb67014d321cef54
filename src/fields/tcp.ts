/**
 * How a TCP connection went. What a side's field tells is of what that side sent: `src.rtt` times data of src until dst
 * acknowledged them. Counts are absent where there is nothing to count.
 */
import { type Field, type FieldType, field, G } from './field.ts';

/** A fact of each side; `@` in its text is that side, `%` the other. */
function sides(key: string, type: FieldType, label: string, about: string): readonly [Field, Field] {
  const of = (side: 'src' | 'dst'): Field => {
    const name = (text: string): string => text.replaceAll('@', side).replaceAll('%', side === 'src' ? 'dst' : 'src');
    return field('TCP', `${side}.${key}`, type, name(label), name(about), { side, fact: 'number' });
  };
  return [of('src'), of('dst')];
}

/** The word without a side, for filters. */
const either = (key: string, type: FieldType, label: string, about: string, aliases: readonly string[] = []): Field =>
  field('TCP', key, type, label, about, { either: [`src.${key}`, `dst.${key}`], aliases });

export const TCP_FIELDS: readonly Field[] = [
  field('TCP', 'tcp.state', 'enum', 'TCP state', "how the connection went, in Zeek's conn_state words", {
    ...G,
    shown: true,
  }),
  field(
    'TCP',
    'tcp.history',
    'text',
    'TCP history',
    "what happened, in the letters of Zeek's history: capitals of src, small ones of dst; S SYN, H SYN-ACK, A ACK, D data, F FIN, R RST, T sent again, W zero window, G gap, ^ turned round",
    { ...G, fact: 'text' },
  ),
  field(
    'TCP',
    'one_sided',
    'flag',
    'One-sided',
    "only one end's packets were captured, though they acknowledge the other end's: another path back, or a mirror of one direction",
    { ...G, derived: true },
  ),
  field('TCP', 'tcp.flags', 'text', 'TCP flags', 'flags seen, src/dst, as letters SFRPAUEC', { ...G }),
  field('TCP', 'tcp.rtt', 'ms', 'Handshake RTT', 'from SYN to the ACK that ends the handshake, in milliseconds', {
    aliases: ['tcp.analysis.initial_rtt'],
  }),
  ...sides('syn_rtt', 'ms', 'SYN RTT of @', 'from the SYN of @ until % answered it, in milliseconds'),
  either('rtt', 'ms', 'RTT', 'round trip of the data of either end, smoothed, in milliseconds', [
    'tcp.analysis.ack_rtt',
  ]),
  ...sides(
    'rtt',
    'ms',
    'RTT of @',
    'from data of @ until % acknowledged them, smoothed (RFC 6298), in milliseconds; data sent again are not timed',
  ),
  ...sides('rtt.min', 'ms', 'Least RTT of @', 'the shortest time from data of @ until % acknowledged them'),
  either('retrans', 'bytes', 'Retransmitted', 'payload bytes either end sent again'),
  field('TCP', 'src.retrans', 'bytes', 'Retransmitted by src', 'payload bytes of src that were captured again', {
    side: 'src',
  }),
  field('TCP', 'dst.retrans', 'bytes', 'Retransmitted by dst', 'payload bytes of dst that were captured again', {
    side: 'dst',
  }),
  either('retrans.packets', 'count', 'Retransmissions', 'segments either end sent again', [
    'tcp.analysis.retransmission',
  ]),
  ...sides(
    'retrans.packets',
    'count',
    'Retransmissions by @',
    "segments @ sent again, as Wireshark's tcp.analysis tells them: SYN and FIN too, and those that came late into a gap; not keep-alives",
  ),
  either('retrans.fast', 'count', 'Fast retransmissions', 'segments sent again after duplicate ACKs', [
    'tcp.analysis.fast_retransmission',
  ]),
  ...sides(
    'retrans.fast',
    'count',
    'Fast retransmissions by @',
    'segments @ sent again within 20 ms of at least two duplicate ACKs; among its retransmissions',
  ),
  either('retrans.spurious', 'count', 'Spurious retransmissions', 'segments sent again though acknowledged', [
    'tcp.analysis.spurious_retransmission',
  ]),
  ...sides(
    'retrans.spurious',
    'count',
    'Spurious retransmissions by @',
    'segments @ sent again though % had acknowledged them; among its retransmissions',
  ),
  either('out_of_order', 'count', 'Out of order', 'segments of either end captured after later ones', [
    'tcp.analysis.out_of_order',
  ]),
  ...sides(
    'out_of_order',
    'count',
    'Out of order from @',
    'segments of @ captured after later ones, too soon to have been sent again',
  ),
  either('dup_acks', 'count', 'Duplicate ACKs', 'ACKs of either end that repeat the one before', [
    'tcp.analysis.duplicate_ack',
  ]),
  ...sides('dup_acks', 'count', 'Duplicate ACKs of @', 'ACKs of @ that repeat the one before'),
  either('lost', 'bytes', 'Missing', 'payload bytes of either end that are not in the capture'),
  field(
    'TCP',
    'src.lost',
    'bytes',
    'Missing from src',
    'payload bytes of src that are not in the capture though later ones are, or though dst acknowledged them',
    { side: 'src' },
  ),
  field(
    'TCP',
    'dst.lost',
    'bytes',
    'Missing from dst',
    'payload bytes of dst that are not in the capture though later ones are, or though src acknowledged them',
    { side: 'dst' },
  ),
  either('gaps', 'count', 'Gaps', 'times that segments of either end were missing', ['tcp.analysis.lost_segment']),
  ...sides(
    'gaps',
    'count',
    'Gaps of @',
    'times that segments of @ before one captured were missing, at least for a while',
  ),
  either('zero_windows', 'count', 'Zero windows', 'segments that say that an end can receive nothing', [
    'tcp.analysis.zero_window',
  ]),
  ...sides('zero_windows', 'count', 'Zero windows of @', 'segments of @ that say it can receive nothing'),
  either('window_full', 'count', 'Window full', "segments that fill the receiver's window", [
    'tcp.analysis.window_full',
  ]),
  ...sides('window_full', 'count', 'Window filled by @', 'segments of @ that fill the window % offered'),
  either('keep_alives', 'count', 'Keep-alives', 'keep-alive probes', ['tcp.analysis.keep_alive']),
  ...sides('keep_alives', 'count', 'Keep-alives of @', 'keep-alive probes @ sent'),
  ...sides('mss', 'bytes', 'MSS of @', 'largest segment that @ offers to receive, from its SYN'),
];
