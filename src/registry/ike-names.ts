/**
 * Numbers of IKE: exchanges, errors, and what two ends agree on. IANA "Internet Key Exchange (IKE) Attributes" and "IKEv2
 * Parameters", 2026; errors of version 1 in RFC 2408 §3.14.1. Vendor identifiers as their makers' programs send them.
 */

export const IKE_EXCHANGES: Readonly<Record<number, string>> = {
  1: 'base',
  2: 'main',
  3: 'authentication-only',
  4: 'aggressive',
  5: 'informational',
  6: 'transaction',
  32: 'quick',
  33: 'new-group',
  34: 'IKE_SA_INIT',
  35: 'IKE_AUTH',
  36: 'CREATE_CHILD_SA',
  37: 'INFORMATIONAL',
  38: 'IKE_SESSION_RESUME',
  43: 'IKE_INTERMEDIATE',
  44: 'IKE_FOLLOWUP_KE',
};

export const IKE2_ERRORS: Readonly<Record<number, string>> = {
  1: 'UNSUPPORTED_CRITICAL_PAYLOAD',
  4: 'INVALID_IKE_SPI',
  5: 'INVALID_MAJOR_VERSION',
  7: 'INVALID_SYNTAX',
  9: 'INVALID_MESSAGE_ID',
  11: 'INVALID_SPI',
  14: 'NO_PROPOSAL_CHOSEN',
  17: 'INVALID_KE_PAYLOAD',
  24: 'AUTHENTICATION_FAILED',
  34: 'SINGLE_PAIR_REQUIRED',
  35: 'NO_ADDITIONAL_SAS',
  36: 'INTERNAL_ADDRESS_FAILURE',
  37: 'FAILED_CP_REQUIRED',
  38: 'TS_UNACCEPTABLE',
  39: 'INVALID_SELECTORS',
  43: 'TEMPORARY_FAILURE',
  44: 'CHILD_SA_NOT_FOUND',
};

export const IKE1_ERRORS: Readonly<Record<number, string>> = {
  1: 'INVALID-PAYLOAD-TYPE',
  2: 'DOI-NOT-SUPPORTED',
  3: 'SITUATION-NOT-SUPPORTED',
  4: 'INVALID-COOKIE',
  5: 'INVALID-MAJOR-VERSION',
  6: 'INVALID-MINOR-VERSION',
  7: 'INVALID-EXCHANGE-TYPE',
  8: 'INVALID-FLAGS',
  9: 'INVALID-MESSAGE-ID',
  10: 'INVALID-PROTOCOL-ID',
  11: 'INVALID-SPI',
  12: 'INVALID-TRANSFORM-ID',
  13: 'ATTRIBUTES-NOT-SUPPORTED',
  14: 'NO-PROPOSAL-CHOSEN',
  15: 'BAD-PROPOSAL-SYNTAX',
  16: 'PAYLOAD-MALFORMED',
  17: 'INVALID-KEY-INFORMATION',
  18: 'INVALID-ID-INFORMATION',
  19: 'INVALID-CERT-ENCODING',
  20: 'INVALID-CERTIFICATE',
  22: 'INVALID-CERT-AUTHORITY',
  23: 'INVALID-HASH-INFORMATION',
  24: 'AUTHENTICATION-FAILED',
  25: 'INVALID-SIGNATURE',
  27: 'NOTIFY-SA-LIFETIME',
  29: 'UNEQUAL-PAYLOAD-LENGTHS',
  30: 'UNSUPPORTED-EXCHANGE-TYPE',
};

/** Groups of both versions. */
export const DH_GROUPS: Readonly<Record<number, string>> = {
  1: 'MODP-768',
  2: 'MODP-1024',
  5: 'MODP-1536',
  14: 'MODP-2048',
  15: 'MODP-3072',
  16: 'MODP-4096',
  17: 'MODP-6144',
  18: 'MODP-8192',
  19: 'ECP-256',
  20: 'ECP-384',
  21: 'ECP-521',
  22: 'MODP-1024-160',
  23: 'MODP-2048-224',
  24: 'MODP-2048-256',
  25: 'ECP-192',
  26: 'ECP-224',
  27: 'BRAINPOOL-224',
  28: 'BRAINPOOL-256',
  29: 'BRAINPOOL-384',
  30: 'BRAINPOOL-512',
  31: 'CURVE25519',
  32: 'CURVE448',
  35: 'ML-KEM-512',
  36: 'ML-KEM-768',
  37: 'ML-KEM-1024',
};

const CIPHERS: Readonly<Record<number, string>> = {
  2: 'DES-CBC',
  3: '3DES-CBC',
  11: 'NULL',
  12: 'AES-CBC',
  13: 'AES-CTR',
  14: 'AES-CCM-8',
  15: 'AES-CCM-12',
  16: 'AES-CCM-16',
  18: 'AES-GCM-8',
  19: 'AES-GCM-12',
  20: 'AES-GCM-16',
  23: 'CAMELLIA-CBC',
  28: 'CHACHA20-POLY1305',
};
const PRFS: Readonly<Record<number, string>> = {
  1: 'PRF-MD5',
  2: 'PRF-SHA1',
  4: 'PRF-AES128-XCBC',
  5: 'PRF-SHA2-256',
  6: 'PRF-SHA2-384',
  7: 'PRF-SHA2-512',
  8: 'PRF-AES128-CMAC',
};
const INTEGRITY: Readonly<Record<number, string>> = {
  1: 'MD5-96',
  2: 'SHA1-96',
  5: 'AES-XCBC-96',
  8: 'AES-CMAC-96',
  12: 'SHA2-256-128',
  13: 'SHA2-384-192',
  14: 'SHA2-512-256',
};

/** By type of transform, RFC 7296 §3.3.2: encryption, pseudo-random function, integrity, group; 6 and 7 are further exchanges of keys, RFC 9370. */
const TRANSFORMS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: CIPHERS,
  2: PRFS,
  3: INTEGRITY,
  4: DH_GROUPS,
  6: DH_GROUPS,
  7: DH_GROUPS,
};

/** "AES-CBC-256"; '' = none of these. */
export function ikeTransform(type: number, id: number, keyBits: number): string {
  const name = TRANSFORMS[type]?.[id];
  if (name === undefined) return '';
  return keyBits > 0 ? `${name}-${keyBits}` : name;
}

/** By attribute of version 1, RFC 2409 appendix A: encryption, hash, authentication, group. */
const ATTRIBUTES: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: { 1: 'DES-CBC', 2: 'IDEA-CBC', 3: 'BLOWFISH-CBC', 5: '3DES-CBC', 6: 'CAST-CBC', 7: 'AES-CBC', 8: 'CAMELLIA-CBC' },
  2: { 1: 'MD5', 2: 'SHA1', 3: 'TIGER', 4: 'SHA2-256', 5: 'SHA2-384', 6: 'SHA2-512' },
  3: {
    1: 'PSK',
    2: 'DSS',
    3: 'RSA',
    4: 'RSA-ENC',
    5: 'RSA-ENC-REVISED',
    9: 'ECDSA-256',
    10: 'ECDSA-384',
    11: 'ECDSA-521',
  },
  4: DH_GROUPS,
};

/** Of version 1: "AES-CBC-256", "SHA1", "PSK", "MODP-1024"; '' = none of these. */
export function ikeAttribute(attribute: number, value: number, keyBits: number): string {
  if (attribute === 3 && value >= 65001 && value <= 65010)
    return value % 2 === 1 && value < 65003 ? 'XAUTH-PSK' : 'XAUTH';
  const name = ATTRIBUTES[attribute]?.[value];
  if (name === undefined) return '';
  return attribute === 1 && keyBits > 0 ? `${name}-${keyBits}` : name;
}

/** First bytes of vendor identifiers, in hexadecimal → program. */
export const IKE_VENDORS: readonly (readonly [start: string, program: string])[] = [
  ['1e2b516905991c7d7c96fcbfb587e461', 'Microsoft'],
  ['882fe56d6fd20dbc2251613b2ebe5beb', 'strongSwan'],
  ['8299031757a36082c6a621de', 'FortiGate'],
  ['434953434f', 'Cisco'],
  ['464c455856504e2d', 'Cisco FlexVPN'],
];
