/**
 * A certificate of our own making for a port that speaks TLS: ECDSA P-256, signed by itself (X.509 v3, RFC 5280), in DER by
 * hand, as Node reads certificates but makes none.
 */
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { AppError } from '#base/errors.ts';

export interface Certificate {
  /** PEM */
  readonly key: string;
  readonly cert: string;
}

const ECDSA_SHA256 = '06082a8648ce3d040302';
const COMMON_NAME = '0603550403';
const ALTERNATIVE_NAMES = '0603551d11';
const BASIC_CONSTRAINTS = '0603551d13';
const DAYS = 825;
const DAY_MS = 86_400_000;

/** For these names and addresses; good for DAYS. `now`: ms since 1970 UTC. */
export function makeCertificate(names: readonly string[], now: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(Buffer.from(ECDSA_SHA256, 'hex'));
  const name = sequence(
    tagged(0x31, sequence(Buffer.from(COMMON_NAME, 'hex'), tagged(0x0c, Buffer.from('Capscope PCAP-over-IP')))),
  );
  // Positive, and no zero byte in front.
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const alternatives = sequence(...names.map(alternativeName));
  const extensions = sequence(
    sequence(
      Buffer.from(BASIC_CONSTRAINTS, 'hex'),
      tagged(0x01, Buffer.of(0xff)),
      tagged(0x04, sequence(tagged(0x01, Buffer.of(0xff)))),
    ),
    sequence(Buffer.from(ALTERNATIVE_NAMES, 'hex'), tagged(0x04, alternatives)),
  );
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))), // v3
    tagged(0x02, serial),
    algorithm,
    name,
    sequence(time(now - DAY_MS), time(now + DAYS * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions),
  );
  const signature = sign('sha256', body, privateKey);
  const der = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.of(0), signature])));
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

/** SHA-256 of the certificate, as openssl and browsers write it. AppError USAGE when key and certificate are none, or no pair. */
export function fingerprintOf({ key, cert }: Certificate): string {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    throw new AppError('USAGE', {
      message: 'the certificate cannot be read: it must be PEM (-----BEGIN CERTIFICATE-----)',
    });
  }
  if (!fits(certificate, key))
    throw new AppError('USAGE', {
      message: 'the key does not belong to the certificate, or is no PEM key without a passphrase',
    });
  return createHash('sha256')
    .update(certificate.raw)
    .digest('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$&:');
}

function fits(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

function alternativeName(name: string): Buffer {
  if (isIPv4(name)) return tagged(0x87, Buffer.from(name.split('.').map(Number)));
  if (isIPv6(name)) return tagged(0x87, ipv6Bytes(name));
  return tagged(0x82, Buffer.from(name, 'latin1'));
}

function ipv6Bytes(text: string): Buffer {
  const [head = '', tail] = text.split('::');
  const words = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const front = words(head);
  const back = tail === undefined ? [] : words(tail);
  const zeros = new Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  const all = tail === undefined ? front : [...front, ...zeros, ...back];
  return Buffer.from(
    all
      .map((word) => word.padStart(4, '0'))
      .join('')
      .slice(0, 32)
      .padEnd(32, '0'),
    'hex',
  );
}

/** UTCTime until 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
function time(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return text < '2050' ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text));
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
}
