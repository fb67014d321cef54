/**
 * Who speaks in a payload by which a flow's application was told: the client or the server, where the protocol says so. For flows
 * whose beginning was not captured, or that have none: a response seen first does not make its sender the source.
 */

export const Speaker = { Unknown: 0, Client: 1, Server: 2 } as const;
export type Speaker = (typeof Speaker)[keyof typeof Speaker];

const TCP = 6;
const HTTP = [0x48, 0x54, 0x54, 0x50, 0x2f]; // "HTTP/"
const SIP = [0x53, 0x49, 0x50, 0x2f]; // "SIP/"
const RTSP = [0x52, 0x54, 0x53, 0x50, 0x2f]; // "RTSP/"

/** Bytes [off, end) may be read. */
export function speakerOf(app: string, proto: number, buf: Uint8Array, off: number, end: number): Speaker {
  const length = end - off;
  const answers = (isResponse: boolean): Speaker => (isResponse ? Speaker.Server : Speaker.Client);
  switch (app) {
    case 'dns':
    case 'llmnr':
    case 'netbios-ns': {
      const at = proto === TCP ? off + 2 : off; // RFC 1035 §4.1.1: QR
      return at + 3 > end ? Speaker.Unknown : answers((buf[at + 2]! & 0x80) !== 0);
    }
    case 'http':
      return answers(startsWith(buf, off, end, HTTP));
    case 'sip':
      return answers(startsWith(buf, off, end, SIP));
    case 'rtsp':
      return answers(startsWith(buf, off, end, RTSP));
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
      return Speaker.Unknown;
  }
}

function startsWith(buf: Uint8Array, off: number, end: number, bytes: readonly number[]): boolean {
  return end - off >= bytes.length && bytes.every((byte, n) => buf[off + n] === byte);
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
