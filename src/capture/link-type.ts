/** LINKTYPE_RAW, bare IPv4 or IPv6 */
const RAW = 101;

/**
 * The LINKTYPE_ value of a file's link type field. Some systems wrote their own DLT_RAW, 12 or (OpenBSD) 14, into
 * files; neither is a LINKTYPE_ value, https://www.tcpdump.org/linktypes.html, "LINKTYPE_RAW".
 */
export function plainLinkType(value: number): number {
  return value === 12 || value === 14 ? RAW : value;
}
