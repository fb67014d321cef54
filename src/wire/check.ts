/** The verdict on one packet, and on one header. Every packet of a capture ends in exactly one account. */
export const Check = { Ok: 0, Truncated: 1, Malformed: 2, Unsupported: 3 } as const;
export type Check = (typeof Check)[keyof typeof Check];

/** Packets by verdict; the sum is the number of packets in the capture. Malformed goes before truncated. */
export interface Accounts {
  decoded: number;
  /** well so far, but cut by snapLen (capLen < origLen) */
  truncated: number;
  /** break their own specification */
  malformed: number;
  /** well, but of a link type that we do not read */
  unsupported: number;
}

/** Why a packet is malformed, in words that follow the name of a layer. */
export const WHYS = [
  '',
  'ends inside its header',
  'has an impossible version',
  'has an impossible header length',
  'is longer than what carries it',
  'has a length below its own header',
  'nests deeper than we follow',
  'has a field its specification forbids',
  'failed the check of its radio',
] as const;
export const Why = {
  None: 0,
  Short: 1,
  Version: 2,
  HeaderLength: 3,
  TooLong: 4,
  TooShort: 5,
  Nesting: 6,
  Field: 7,
  Checksum: 8,
} as const;
export type Why = (typeof Why)[keyof typeof Why];

/** Malformed packets by layer ("tcp") and reason (one of WHYS); each packet under one reason. */
export interface FaultCount {
  readonly layer: string;
  readonly why: string;
  readonly packets: number;
}

/** Unsupported packets by the name of their link type, without LINKTYPE_. */
export interface UnsupportedCount {
  readonly linkType: string;
  readonly packets: number;
}

/**
 * Checksums of one layer: 'ipv4', 'tcp', 'udp', 'icmp', 'icmp6'. Not every packet is verified (flow/checksums.ts says which);
 * `checked` are those that were. `offloaded` ones are not wrong: the sum was left to the network card of the capturing host.
 */
export interface ChecksumCount {
  readonly layer: string;
  readonly checked: number;
  readonly wrong: number;
  readonly offloaded: number;
}

/** What the wire told about the quality of a file, beside its accounts. Counts of several workers or files add up by name. */
export interface Findings {
  readonly faults: readonly FaultCount[];
  readonly unsupported: readonly UnsupportedCount[];
  readonly checksums: readonly ChecksumCount[];
  /** packets seen before within a moment: same IP packet but for hop limit, header checksum and link header */
  readonly duplicates: number;
}

export const NO_FINDINGS: Findings = { faults: [], unsupported: [], checksums: [], duplicates: 0 };

/** The sum of two findings. */
export function addFindings(a: Findings, b: Findings): Findings {
  return {
    faults: merged(
      [...a.faults, ...b.faults],
      ({ layer, why }) => `${layer} ${why}`,
      (x, y) => ({
        ...x,
        packets: x.packets + y.packets,
      }),
    ).sort((x, y) => y.packets - x.packets),
    unsupported: merged(
      [...a.unsupported, ...b.unsupported],
      ({ linkType }) => linkType,
      (x, y) => ({
        ...x,
        packets: x.packets + y.packets,
      }),
    ).sort((x, y) => y.packets - x.packets),
    checksums: merged(
      [...a.checksums, ...b.checksums],
      ({ layer }) => layer,
      (x, y) => ({
        layer: x.layer,
        checked: x.checked + y.checked,
        wrong: x.wrong + y.wrong,
        offloaded: x.offloaded + y.offloaded,
      }),
    ),
    duplicates: a.duplicates + b.duplicates,
  };
}

function merged<T>(all: readonly T[], keyOf: (one: T) => string, add: (a: T, b: T) => T): T[] {
  const sums = new Map<string, T>();
  for (const one of all) {
    const key = keyOf(one);
    const known = sums.get(key);
    sums.set(key, known === undefined ? one : add(known, one));
  }
  return [...sums.values()];
}
