/** Names of TLS: IANA "TLS Supported Groups" and "TLS Alerts", 2025-08, and drafts that are met in the wild. */

const GROUPS: Readonly<Record<number, string>> = {
  1: 'sect163k1',
  2: 'sect163r1',
  3: 'sect163r2',
  4: 'sect193r1',
  5: 'sect193r2',
  6: 'sect233k1',
  7: 'sect233r1',
  8: 'sect239k1',
  9: 'sect283k1',
  10: 'sect283r1',
  11: 'sect409k1',
  12: 'sect409r1',
  13: 'sect571k1',
  14: 'sect571r1',
  15: 'secp160k1',
  16: 'secp160r1',
  17: 'secp160r2',
  18: 'secp192k1',
  19: 'secp192r1',
  20: 'secp224k1',
  21: 'secp224r1',
  22: 'secp256k1',
  23: 'secp256r1',
  24: 'secp384r1',
  25: 'secp521r1',
  26: 'brainpoolP256r1',
  27: 'brainpoolP384r1',
  28: 'brainpoolP512r1',
  29: 'x25519',
  30: 'x448',
  31: 'brainpoolP256r1tls13',
  32: 'brainpoolP384r1tls13',
  33: 'brainpoolP512r1tls13',
  34: 'GC256A',
  35: 'GC256B',
  36: 'GC256C',
  37: 'GC256D',
  38: 'GC512A',
  39: 'GC512B',
  40: 'GC512C',
  41: 'curveSM2',
  256: 'ffdhe2048',
  257: 'ffdhe3072',
  258: 'ffdhe4096',
  259: 'ffdhe6144',
  260: 'ffdhe8192',
  512: 'MLKEM512',
  513: 'MLKEM768',
  514: 'MLKEM1024',
  4587: 'SecP256r1MLKEM768',
  4588: 'X25519MLKEM768',
  4589: 'SecP384r1MLKEM1024',
  4590: 'curveSM2MLKEM768',
  16696: 'CECPQ2', // Google's and Cloudflare's experiment of 2019
  25497: 'X25519Kyber768Draft00',
  25498: 'SecP256r1Kyber768Draft00',
  65072: 'X25519Kyber512Draft00', // Cloudflare's
  65073: 'X25519Kyber768Draft00Old',
  65281: 'arbitrary_explicit_prime_curves',
  65282: 'arbitrary_explicit_char2_curves',
};

const POST_QUANTUM: ReadonlySet<number> = new Set([
  512, 513, 514, 4587, 4588, 4589, 4590, 16696, 25497, 25498, 65072, 65073,
]);

/** Name of a named group; "0x1234" for one without. */
export function namedGroup(group: number): string {
  return GROUPS[group] ?? `0x${group.toString(16).padStart(4, '0')}`;
}

/** The group withstands quantum computers, alone or as a hybrid. */
export function isPostQuantum(group: number): boolean {
  return POST_QUANTUM.has(group);
}

const ALERTS: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  52: 'too_many_cids_requested',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  111: 'certificate_unobtainable',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  114: 'bad_certificate_hash_value',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  117: 'general_error',
  120: 'no_application_protocol',
  121: 'ech_required',
};

/** Name of an alert; undefined for a number that is none. */
export function alertName(alert: number): string | undefined {
  return ALERTS[alert];
}

/**
 * Public names that stand in the outer ClientHello of ECH (draft-ietf-tls-esni §4) for the sites behind them: Cloudflare's, and the test
 * servers of the DEfO project and of its authors.
 */
const ECH_PUBLIC_NAMES: ReadonlySet<string> = new Set([
  'cloudflare-ech.com',
  'cloudflare-esni.com',
  'public.tls-ech.dev',
  'cover.defo.ie',
]);

/** A name that stands in the outer hello of ECH for those behind it. */
export function isEchPublicName(name: string): boolean {
  return ECH_PUBLIC_NAMES.has(name);
}
