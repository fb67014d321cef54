/**
 * Who speaks in a payload by which a flow's application was told: the client or the server, where the protocol says so. For flows
 * whose beginning was not captured, or that have none: a response seen first does not make its sender the source.
 */

import { TCP } from '#registry/ip-protocols.ts';
import { startsWith, u16, u32, u32le } from './bytes.ts';
import { berContent, berNext } from './codec/ber.ts';

export const Speaker = { Unknown: 0, Client: 1, Server: 2 } as const;
export type Speaker = (typeof Speaker)[keyof typeof Speaker];

/** LDAP, RFC 4511 §4: tags of requests (bind, unbind, search, modify, add, delete, rename, compare, abandon, extended) and of answers. */
const LDAP_REQUESTS: readonly number[] = [0x60, 0x42, 0x63, 0x66, 0x68, 0x4a, 0x6c, 0x6e, 0x50, 0x77];
const LDAP_ANSWERS: readonly number[] = [0x61, 0x64, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x73, 0x78, 0x79];

/** Bytes [off, end) may be read. */
export function speakerOf(app: string, proto: number, buf: Uint8Array, off: number, end: number): Speaker {
  const length = end - off;
  switch (app) {
    case 'dns':
    case 'llmnr':
    case 'netbios-ns': {
      const at = proto === TCP ? off + 2 : off; // RFC 1035 §4.1.1: QR
      return at + 3 > end ? Speaker.Unknown : answers((buf[at + 2]! & 0x80) !== 0);
    }
    case 'http':
      return answers(startsWith(buf, off, end, 'HTTP/'));
    case 'sip':
      return answers(startsWith(buf, off, end, 'SIP/'));
    case 'rtsp':
      return answers(startsWith(buf, off, end, 'RTSP/'));
    case 'tls': // RFC 8446 §4: client_hello 1, server_hello 2
      if (length < 6 || buf[off] !== 22) return Speaker.Unknown;
      return buf[off + 5] === 1 ? Speaker.Client : buf[off + 5] === 2 ? Speaker.Server : Speaker.Unknown;
    case 'dtls':
      if (length < 14 || buf[off] !== 22) return Speaker.Unknown;
      return buf[off + 13] === 1 ? Speaker.Client : buf[off + 13] === 2 ? Speaker.Server : Speaker.Unknown;
    case 'ntp': {
      const mode = length < 1 ? 0 : buf[off]! & 7; // RFC 5905 §7.3
      return mode === 3 ? Speaker.Client : mode === 4 ? Speaker.Server : Speaker.Unknown;
    }
    case 'dhcp': // RFC 2131 §2: op
      return length < 1 || (buf[off] !== 1 && buf[off] !== 2) ? Speaker.Unknown : answers(buf[off] === 2);
    case 'ftp':
    case 'smtp': // replies begin with three digits
      return length >= 3 && isDigit(buf[off]!) && isDigit(buf[off + 1]!) ? Speaker.Server : Speaker.Client;
    case 'pop3':
      return length < 1 ? Speaker.Unknown : answers(buf[off] === 0x2b || buf[off] === 0x2d);
    case 'imap':
      return length >= 2 && buf[off] === 0x2a && buf[off + 1] === 0x20 ? Speaker.Server : Speaker.Unknown;
    default:
      return length < 1 ? Speaker.Unknown : ofKind(app, proto, buf, off, end);
  }
}

const oneOf = (value: number, client: readonly number[], server: readonly number[]): Speaker =>
  client.includes(value) ? Speaker.Client : server.includes(value) ? Speaker.Server : Speaker.Unknown;

/** Protocols whose messages have kinds of requests and kinds of answers. */
function ofKind(app: string, proto: number, buf: Uint8Array, off: number, end: number): Speaker {
  const length = end - off;
  const marked = proto === TCP ? off + 4 : off; // behind the record mark or length that TCP adds
  switch (app) {
    case 'dcerpc': // C706 §12.6.1 and §12.5.1: request 0, bind 11, alter 14, auth3 16; response 2, fault 3, their acknowledgements
      if (length < 3) return Speaker.Unknown;
      if (buf[off] === 4) return oneOf(buf[off + 1]!, [0], [2, 3, 6]);
      return buf[off] === 5 ? oneOf(buf[off + 2]!, [0, 11, 14, 16], [2, 3, 12, 13, 15]) : Speaker.Unknown;
    case 'rpc':
    case 'nfs':
    case 'glusterfs': // RFC 5531 §9: call 0, reply 1
      return marked + 8 > end ? Speaker.Unknown : oneOf(u32(buf, marked + 4), [0], [1]);
    case 'radius':
      return oneOf(buf[off]!, [1, 4, 12, 40, 43], [2, 3, 5, 11, 41, 42, 44, 45]);
    case 'kerberos': // RFC 4120 §5.10: AS, TGS, AP requests; replies and errors
      return marked >= end ? Speaker.Unknown : oneOf(buf[marked]!, [0x6a, 0x6c, 0x6e], [0x6b, 0x6d, 0x6f, 0x7e]);
    case 'ldap': {
      const id = berContent(buf, off, end);
      const operation = id < 0 || id >= end ? -1 : berNext(buf, id, end);
      return operation < 0 || operation >= end ? Speaker.Unknown : oneOf(buf[operation]!, LDAP_REQUESTS, LDAP_ANSWERS);
    }
    case 'snmp': {
      // RFC 3416 §3; of a trap the sender begins
      const version = berContent(buf, off, end);
      const community = version < 0 || version >= end ? -1 : berNext(buf, version, end);
      if (community < 0 || community >= end || buf[community] !== 0x04) return Speaker.Unknown;
      const pdu = berNext(buf, community, end);
      return pdu < 0 || pdu >= end
        ? Speaker.Unknown
        : oneOf(buf[pdu]!, [0xa0, 0xa1, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7], [0xa2]);
    }
    case 'mqtt': // OASIS MQTT §2.1.2
      return oneOf(buf[off]! >> 4, [1, 8, 10, 12, 14], [2, 9, 11, 13]);
    case 'mysql': // number 0: a greeting of protocol 10 or a command; 1: a log-on
      if (length < 5) return Speaker.Unknown;
      if (buf[off + 3] === 0) return buf[off + 4] === 10 ? Speaker.Server : oneOf(buf[off + 4]!, [3], []);
      return Speaker.Unknown;
    case 'postgresql': // start-up, query, password; authentication, refusal of TLS
      return oneOf(buf[off]!, [0, 0x51, 0x70], [0x52, 0x4e]);
    case 'mongodb': // header: length, number, number that is answered
      return length < 12 ? Speaker.Unknown : answers(u32le(buf, off + 8) !== 0);
    case 'redis':
      return oneOf(buf[off]!, [], [0x2b, 0x2d, 0x3a, 0x24]);
    case 'smb': // MS-SMB2 §2.2.1, MS-CIFS §2.2.3.1: the flag of responses
      if (length < 24) return Speaker.Unknown;
      return answers(buf[off + 4] === 0xfe ? (buf[off + 20]! & 1) !== 0 : (buf[off + 13]! & 0x80) !== 0);
    case 'coap': // RFC 7252 §3: class 0 asks, others answer; an empty message does neither
      return length < 2 || buf[off + 1] === 0 ? Speaker.Unknown : answers(buf[off + 1]! >= 0x40);
    case 'stun': // RFC 8489 §5: class request, indication, success, error
      return length < 20 ? Speaker.Unknown : oneOf(u16(buf, off) & 0xc110, [0], [0x100, 0x110]);
    case 'nats':
      if (startsWith(buf, off, end, 'CONNECT ') || startsWith(buf, off, end, 'SUB ')) return Speaker.Client;
      return startsWith(buf, off, end, 'INFO ') || startsWith(buf, off, end, 'MSG ') ? Speaker.Server : Speaker.Unknown;
    default:
      return Speaker.Unknown;
  }
}

const answers = (isResponse: boolean): Speaker => (isResponse ? Speaker.Server : Speaker.Client);

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
