/** What is to be known of a value wherever it is shown: one word and its reason. Pure. */
import { t } from '../language/t.ts';
import type { Value } from '../state/narrow.ts';

export interface Note {
  readonly word: string;
  readonly reason: string;
}

const weak = (reason: string): Note => ({ word: t('weak'), reason });

const OLD_TLS = weak(t('must no longer be used, RFC 8996'));
const OLD_SSL = weak(t('must no longer be used, RFC 6176 and 7568'));

/** By the parts of its IANA name. */
function ofCipher(name: string): Note | undefined {
  const parts = new Set(name.toUpperCase().split('_'));
  const has = (...words: readonly string[]) => words.some((word) => parts.has(word));
  if (has('NULL') || /^TLS_SHA\d+_SHA\d+$/.test(name)) return weak(t('does not encrypt'));
  if (has('ANON')) return weak(t('nobody proves who they are'));
  if (has('EXPORT', 'EXPORT1024')) return weak(t('made weak for export'));
  if (has('RC4')) return weak(t('RC4 is broken, RFC 7465'));
  if (has('DES', 'DES40', 'RC2', '3DES')) return weak(t('less than 128 bits, RFC 9325 §4.1'));
  return undefined;
}

function ofKey(kind: string): Note | undefined {
  const bits = /^(?:RSA|DSA) (\d+)$/.exec(kind)?.[1];
  return bits !== undefined && Number(bits) < 2048 ? weak(t('less than 2048 bits, RFC 9325 §4.5')) : undefined;
}

export function noteOf(field: string, value: Value): Note | undefined {
  if (typeof value !== 'string') return undefined;
  switch (field) {
    case 'tls.version':
      if (/^SSL /.test(value)) return OLD_SSL;
      return /^(?:TLS 1\.[01]|DTLS (?:0\.9|1\.0))$/.test(value) ? OLD_TLS : undefined;
    case 'tls.cipher':
      return ofCipher(value);
    case 'tls.cert.key':
      return ofKey(value);
    case 'tls.cert.signature':
      return /(?:md[245]|sha-?1)(?!\d)/i.test(value)
        ? weak(t('such a signature can be forged, RFC 9325 §4.5'))
        : undefined;
    case 'http.auth':
      return /^basic$/i.test(value)
        ? { word: t('in clear'), reason: t('anyone on the path can read the password') }
        : undefined;
    default:
      return undefined;
  }
}
