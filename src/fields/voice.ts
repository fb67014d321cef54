/** Calls and media. */
import { type Field, field, G } from './field.ts';

export const VOICE_FIELDS: readonly Field[] = [
  field('Voice', 'sip.method', 'text', 'SIP methods', 'methods seen: INVITE REGISTER …', {
    ...G,
    fact: 'text',
    many: true,
  }),
  field('Voice', 'sip.status', 'number', 'SIP status', 'last final status code', {
    ...G,
    fact: 'number',
    aliases: ['sip.status-code'],
  }),
  field('Voice', 'sip.from', 'text', 'SIP from', 'address in the first From header', { ...G, fact: 'text' }),
  field('Voice', 'sip.to', 'text', 'SIP to', 'address in the first To header', { ...G, fact: 'text' }),
  field('Voice', 'sip.call_id', 'text', 'SIP call', 'first Call-ID', { ...G, fact: 'text', aliases: ['sip.call-id'] }),
  field(
    'Voice',
    'rtp.codec',
    'text',
    'RTP codec',
    'codec by the static payload types of RFC 3551; dynamic ones by what SDP between the same hosts calls them, else by number',
    {
      ...G,
      fact: 'text',
      aliases: ['rtp.p_type'],
    },
  ),
  field(
    'Voice',
    'rtp.ssrc',
    'text',
    'RTP source',
    'synchronisation source of the first packet, in hexadecimal digits',
    {
      ...G,
      fact: 'text',
    },
  ),
  field('Voice', 'rtp.jitter', 'ms', 'RTP jitter', 'largest interarrival jitter of either direction, RFC 3550 §6.4.1', {
    fact: 'number',
  }),
  field('Voice', 'rtp.lost', 'count', 'RTP lost', 'packets missing by sequence number, both directions', {
    fact: 'number',
  }),
  field('Voice', 'stun.relayed', 'text', 'TURN address', 'address that a TURN server lends the client, RFC 8656', {
    ...G,
    fact: 'text',
  }),
  field('Voice', 'stun.peers', 'text', 'TURN peers', 'addresses that the client reaches through the TURN server', {
    fact: 'text',
    many: true,
  }),
  field('Voice', 'stun.service', 'text', 'Calls of', 'service whose programs alone send such STUN attributes', {
    ...G,
    fact: 'text',
  }),
  field('Voice', 'stun.mapped', 'text', 'STUN address', 'address the client has as the STUN server sees it', {
    ...G,
    fact: 'text',
    aliases: ['stun.att.ipv4'],
  }),
];
