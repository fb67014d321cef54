/**
 * ASN.1 BER/DER lengths, ITU-T X.690 §8.1, as SNMP, LDAP and Kerberos use them: one-byte tags, definite lengths.
 * A length is read in place; allocates nothing, never throws.
 */

/** Where the content of the element at off begins, or -1 when its header is cut off or not of the definite form. */
export function berContent(buf: Uint8Array, off: number, end: number): number {
  if (end - off < 2) return -1;
  const first = buf[off + 1];
  if (first < 0x80) return off + 2;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4 || end - off < 2 + octets) return -1;
  return off + 2 + octets;
}

/** Bytes of content the element at off declares. Only after berContent said where it begins. */
export function berLength(buf: Uint8Array, off: number): number {
  const first = buf[off + 1];
  if (first < 0x80) return first;
  let length = 0;
  for (let i = 0; i < (first & 0x7f); i++) length = length * 256 + buf[off + 2 + i];
  return length;
}

/** Behind the element at off, or -1 when it does not end within [off, end). */
export function berNext(buf: Uint8Array, off: number, end: number): number {
  const content = berContent(buf, off, end);
  if (content < 0) return -1;
  const next = content + berLength(buf, off);
  return next > end ? -1 : next;
}
