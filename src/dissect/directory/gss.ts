/** Log-ons by GSS-API and SPNEGO (RFC 4178), wherever they stand: by NTLM who, by Kerberos with a ticket for which service. */
import type { Facts } from '../dissector.ts';
import { AP_REQUEST, writeApRequest } from './kerberos.ts';
import { writeNtlm } from './ntlm.ts';

/** Writes what the first log-on in [off, end) tells; an AP-REQ has RFC 4121's mark before it, or not. */
export function writeLogon(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  for (let at = off; at < end; at++) if (buf[at] === AP_REQUEST && writeApRequest(buf, at, end, facts)) return;
  writeNtlm(buf, off, end, facts);
}
