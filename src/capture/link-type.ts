/**
 * DLT_ values of one system or another that were written into files; none is a LINKTYPE_ value
 * (https://www.tcpdump.org/linktypes.html). Raw IP is 12, on OpenBSD 14; the rest as Wireshark takes them: ATM with LLC, OpenBSD's
 * enc, Linux's ATM.
 */
const PLAIN: Readonly<Record<number, number>> = { 11: 100, 12: 101, 13: 109, 14: 101, 16: 106, 18: 106, 19: 106 };

/** The LINKTYPE_ value of a file's link type field. */
export function plainLinkType(value: number): number {
  return PLAIN[value] ?? value;
}
