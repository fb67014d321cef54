/**
 * Versions of QUIC and how their Initial packets are protected: RFC 9001 §5.2 (1), RFC 9369 §3.3 (2), draft-ietf-quic-tls-21 to -34, Google's
 * Q050, T050 and T051 and Facebook's mvfst by the salts of their published sources.
 */

export interface QuicProfile {
  /** empty: recognised, but its Initial packets can't be read */
  readonly salt: Uint8Array;
  /** before "key", "iv" and "hp" */
  readonly label: string;
  /** long header type bits of an Initial packet */
  readonly initialType: number;
}

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const profile = (salt: string, label = 'quic ', initialType = 0): QuicProfile => ({
  salt: bytes(salt),
  label,
  initialType,
});

const V1 = profile('38762cf7f55934b34d179ae6a4c80cadccbb7f0a');
const V2 = profile('0dede3def700a6db819381be6e269dcbf9bd2ed9', 'quicv2 ', 1);
const V2_DRAFT = profile('a707c203a59b47184a1d62ca570406ea7ae3e5d3', 'quicv2 ', 1);
const DRAFT_29 = profile('afbfec289993d24c9e9786f19c6111e04390a899');
const DRAFT_23 = profile('c3eef712c72ebb5a11a7d2432bb46365bef9f502');
const DRAFT_21 = profile('7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a');
const Q050 = profile('504574efd066fe2f9d945cfcdbd3a7f0d3b56b45');
const T050 = profile('7ff579e5acd072915580304c43a2367c60488310');
const T051 = profile('7a4edef4e7ccee5fa4506c19124fc8ccda6e033d');
const UNREADABLE = profile('');

/** How Initial packets of a version are protected; undefined for a number that is not a version of QUIC. */
export function quicProfile(version: number): QuicProfile | undefined {
  switch (version) {
    case 0x00000001:
      return V1;
    case 0x6b3343cf:
      return V2;
    case 0x709a50c4:
    case 0xff020000:
      return V2_DRAFT;
    case 0xfaceb001:
      return DRAFT_21;
    case 0xfaceb002:
    case 0xfaceb003:
    case 0xfaceb004:
    case 0xfaceb00e:
    case 0xfaceb010:
    case 0xfaceb011:
      return DRAFT_23;
    case 0x51303530:
      return Q050;
    case 0x54303530:
      return T050;
    case 0x54303531:
      return T051;
  }
  if (version >>> 8 === 0xff0000) {
    const draft = version & 0xff;
    if (draft > 34 || draft === 0) return undefined;
    return draft >= 33 ? V1 : draft >= 29 ? DRAFT_29 : draft >= 23 ? DRAFT_23 : draft >= 22 ? DRAFT_21 : UNREADABLE;
  }
  return isGoogleQuic(version) ? UNREADABLE : undefined;
}

/** 'Q0' and two digits: Google's versions before IETF's header protection (Q024 … Q049). */
export function isGoogleQuic(version: number): boolean {
  const tens = (version >>> 8) & 0xff;
  const ones = version & 0xff;
  return version >>> 16 === 0x5130 && tens >= 0x30 && tens <= 0x35 && ones >= 0x30 && ones <= 0x39;
}

/** 0x?a?a?a?a: offered so that servers prove they negotiate, RFC 9000 §15. */
export function isReservedVersion(version: number): boolean {
  return (version & 0x0f0f0f0f) === 0x0a0a0a0a;
}

/** Facebook's numbers: the draft they speak. */
const MVFST: Readonly<Record<number, string>> = { 1: 'mvfst-22', 2: 'mvfst-27', 14: 'mvfst-exp' };

/** "1", "2", "draft-29", "Q046", "T051", "mvfst-27"; '' for 0 and for what is not known. */
export function quicVersionName(version: number): string {
  if (version === 1) return '1';
  if (version === 0x6b3343cf) return '2';
  if (version === 0x709a50c4 || version === 0xff020000) return '2-draft';
  if (version >>> 8 === 0xff0000) return `draft-${version & 0xff}`;
  if (version >>> 8 === 0xfaceb0) return MVFST[version & 0xff] ?? `mvfst-${(version & 0xff).toString(16)}`;
  const isLetter = version >>> 24 === 0x51 || version >>> 24 === 0x54; // Q, T
  return isLetter && quicProfile(version) !== undefined
    ? String.fromCharCode(version >>> 24, (version >>> 16) & 0xff, (version >>> 8) & 0xff, version & 0xff)
    : '';
}
