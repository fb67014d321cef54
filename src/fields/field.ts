/** What a field is, and how the table declares one. */

/**
 * time: ns since 1970 UTC in the store, ISO 8601 with the digits that count in JSON · duration: ns in the store, seconds
 * in JSON · bytes, count: integers · ip: address · mac · port · country: ISO 3166-1 alpha-2 or a PLACE_ word · asn: number
 * · text · enum: one of `values` · flag: true or false · ms: milliseconds in JSON, µs in the store
 */
export type FieldType =
  | 'time'
  | 'duration'
  | 'bytes'
  | 'count'
  | 'number'
  | 'ip'
  | 'mac'
  | 'port'
  | 'country'
  | 'asn'
  | 'text'
  | 'enum'
  | 'flag'
  | 'ms';

export type Section =
  | 'Time'
  | 'Ends'
  | 'Protocol'
  | 'Volume'
  | 'TCP'
  | 'TLS'
  | 'HTTP'
  | 'DNS'
  | 'SSH'
  | 'Windows'
  | 'Mail and files'
  | 'Voice'
  | 'Network services'
  | 'Things and industry'
  | 'Tunnels'
  | 'Quality'
  | 'Tags and notes'
  | 'Flow log'
  | 'More';

export interface Field {
  readonly key: string;
  readonly type: FieldType;
  /** column header: short, sentence case */
  readonly label: string;
  /** one plain sentence for help and tooltips; unit and source where they matter */
  readonly about: string;
  readonly section: Section;
  /** may be grouped by (top-N, matrices, values for completion) */
  readonly groups: boolean;
  /** which end of the flow it tells of */
  readonly side?: 'src' | 'dst';
  /** a side-less word that matches either end: [field of src, field of dst]; only in filters and groupings */
  readonly either?: readonly [string, string];
  /** worked out of other fields: in filters and groupings only, no column of its own */
  readonly derived?: true;
  /**
   * told by dissectors: its place among FACTS is its number in FlowBatch.factField; 'text' or 'number' (u32, 0 = not known) says how.
   * A fact of type time is text, ISO 8601 in whole seconds: "2026-01-31T23:59:59Z"; one of type flag is 1 where false, 2 where
   * true; one of type ms is µs.
   */
  readonly fact?: 'text' | 'number';
  /** a flow may have several: filters test each, groups count each; a row has them with commas between, words of a fact with blanks */
  readonly many?: true;
  /** other spellings understood in filters (Wireshark's) */
  readonly aliases?: readonly string[];
  /** of a text: what else is written for some of its values, in lower case: Wireshark's numbers, short forms */
  readonly words?: Readonly<Record<string, string>>;
  /** a column of the flow table before the user chooses */
  readonly shown?: true;
}

type Extra = Partial<
  Pick<Field, 'groups' | 'side' | 'either' | 'derived' | 'fact' | 'many' | 'aliases' | 'words' | 'shown'>
>;
export const field = (
  section: Field['section'],
  key: string,
  type: FieldType,
  label: string,
  about: string,
  extra: Extra = {},
): Field => ({
  key,
  type,
  label,
  about,
  section,
  groups: false,
  ...extra,
});
/** may be grouped by */
export const G = { groups: true } as const;
