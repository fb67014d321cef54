/**
 * What can be asked of a dataset, and the shape of each answer. Pure: the browser, the server and the store share it. All
 * questions take the same scope (filter and time span) and are put in our own terms: fields, measures, bins; never SQL.
 */

/** What a question is about. No filter and no span = the whole dataset. */
export interface Scope {
  /** the filter language (query/filter.ts); empty = all flows */
  readonly filter: string;
  /** half-open span [from, to), ms since 1970 UTC, fractions allowed: flows with a packet-time range that touches it */
  readonly from?: number;
  readonly to?: number;
}

export type Measure = 'bytes' | 'packets' | 'flows';

/** Volumes of a set of flows. sent = by the flows' src, received = by the flows' dst (or of the end named in the question). */
export interface Volume {
  readonly flows: number;
  readonly bytes: number;
  readonly packets: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly sentPackets: number;
  readonly receivedPackets: number;
}

/** What can be known of a group of flows besides its volumes. */
export const MORE_MEASURES = [
  'sources',
  'destinations',
  'payload',
  'retrans',
  'lost',
  'duration',
  'rtt',
  'latency',
  'slowest',
  'first',
  'last',
] as const;
/**
 * sources, destinations: distinct addresses · payload, retrans, lost: bytes of both directions · duration: mean seconds · rtt: mean
 * ms of the handshakes seen · latency, slowest: mean and longest ms of DNS answers · first, last: ms since 1970
 */
export type MoreMeasure = (typeof MORE_MEASURES)[number];

export type GroupMeasure = Measure | 'sentBytes' | 'receivedBytes' | MoreMeasure;

/** What hosts can be ordered by. */
export const HOST_ORDERS = [
  'bytes',
  'sentBytes',
  'receivedBytes',
  'packets',
  'flows',
  'asSource',
  'asDestination',
  'peers',
  'first',
  'last',
  'ip',
] as const;
export type HostOrder = (typeof HOST_ORDERS)[number];

/** An address with all that its flows tell of it. sent and received are its own. */
export interface HostRow extends Volume {
  readonly ip: string;
  /** flows it began, and flows it answered */
  readonly asSource: number;
  readonly asDestination: number;
  /** distinct addresses at the other end */
  readonly peers: number;
  /** ms since 1970 */
  readonly first: number;
  readonly last: number;
  readonly names: readonly string[];
  /** ISO alpha-2 or a PLACE_ word; absent where unknown */
  readonly country?: string;
  readonly asn?: number;
  /** the network operator; in one of the user's own networks that one's name */
  readonly org?: string;
  /** the user's own network that it lies in */
  readonly network?: string;
  /** what the user put on it */
  readonly tags?: readonly string[];
  readonly note?: string;
  /** of frames it sent, else of frames sent to it: its own on the segment of the capture, else that of the router in between */
  readonly mac?: string;
  readonly vendor?: string;
  /** the hardware address stands for other addresses, too: a router's, or of a host with several */
  readonly macShared?: true;
  /** applications of the flows it began and of those it answered, most flows first */
  readonly appsUsed: readonly string[];
  readonly appsOffered: readonly string[];
  /** ports at which it answered, most flows first */
  readonly ports: readonly number[];
}

/** One row of the flow table: field key → value as in the JSON of the CLI; a key is absent where nothing is known. */
export type FlowRow = Readonly<Record<string, string | number | boolean>> & { readonly id: number };

/** A filter: groups are those without it, in their order; their volumes, the rest's and the total are of the flows that pass it, too. */
export type Highlight = string;

export type Question =
  /** how much is in scope, and in the whole dataset */
  | { readonly kind: 'totals'; readonly scope: Scope }
  /** a page of the flow table */
  | {
      readonly kind: 'flows';
      readonly scope: Scope;
      readonly fields: readonly string[];
      readonly sort: readonly SortKey[];
      readonly offset: number;
      readonly limit: number;
    }
  /** everything known about one flow, with its activity */
  | { readonly kind: 'flow'; readonly id: number }
  /** the n largest groups by one field (side-less fields count both ends; sent and received are then the end's own), the rest summed as `other` */
  | {
      readonly kind: 'top';
      readonly scope: Scope;
      readonly field: string;
      readonly measure: Measure | 'sentBytes' | 'receivedBytes';
      readonly limit: number;
      readonly highlight?: Highlight;
    }
  /** groups by one to three fields, from the largest or the smallest; side-less fields take the same end, and sent is then that end's */
  | {
      readonly kind: 'groups';
      readonly scope: Scope;
      readonly by: readonly string[];
      readonly more: readonly MoreMeasure[];
      readonly sort: GroupMeasure;
      readonly ascending?: boolean;
      /** volumes of the packets within the scope's time, to whole bins, not of whole flows; without `more` */
      readonly passed?: true;
      readonly offset: number;
      readonly limit: number;
      /** without `more` */
      readonly highlight?: Highlight;
    }
  /** addresses at either end */
  | {
      readonly kind: 'hosts';
      readonly scope: Scope;
      readonly sort: HostOrder;
      readonly descending: boolean;
      readonly offset: number;
      readonly limit: number;
    }
  /** how many different values there are of each of these fields; side-less fields count both ends together */
  | { readonly kind: 'distinct'; readonly scope: Scope; readonly fields: readonly string[] }
  /** flows by a numeric field in bins of 1, 2, 5, 10 …; the bins and `unknown` add up to all flows in scope */
  | { readonly kind: 'distribution'; readonly scope: Scope; readonly field: string }
  /** in each bin: flows that had begun and not ended, or addresses that sent packets, by a field */
  | {
      readonly kind: 'presence';
      readonly scope: Scope;
      readonly of: 'flows' | 'hosts';
      readonly by: string;
      readonly limit: number;
      readonly bins: number;
    }
  /** links between the values of two fields (sankey); values beyond the limit a side become undefined = other, '' = not known */
  | {
      readonly kind: 'links';
      readonly scope: Scope;
      readonly from: string;
      readonly to: string;
      readonly measure: Measure;
      readonly limit: number;
      readonly highlight?: Highlight;
    }
  /** true throughput: the packets' bytes in each bin, stacked by a field; `bins` is a wish, the answer says the width */
  | {
      readonly kind: 'timeline';
      readonly scope: Scope;
      readonly by: string;
      readonly limit: number;
      readonly bins: number;
    }
  /** distribution of duration; the counts add up to all flows in scope */
  | { readonly kind: 'durations'; readonly scope: Scope }
  /** each country or place, both ends counted */
  | { readonly kind: 'places'; readonly scope: Scope }
  /** values of a field that start with or contain a text, by number of flows (completion) */
  | {
      readonly kind: 'values';
      readonly scope: Scope;
      readonly field: string;
      readonly text: string;
      readonly limit: number;
    };

export interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

export interface Answers {
  totals: {
    readonly scope: Volume;
    readonly all: Volume /** ms since 1970, undefined when there are no flows */;
    readonly first?: number;
    readonly last?: number;
  };
  flows: { readonly total: number; readonly rows: readonly FlowRow[] };
  flow:
    | {
        readonly row: FlowRow;
        readonly activity: {
          readonly time: readonly number[];
          readonly sentBytes: readonly number[];
          readonly receivedBytes: readonly number[];
          readonly widthMs: number;
        };
      }
    | undefined;
  top: {
    readonly rows: readonly (Volume & {
      readonly value: string | number | boolean | undefined;
    })[] /** the rest: `groups` are its values, what has none is in its volume; undefined when there is none */;
    readonly other?: Volume & { readonly groups: number };
    readonly total: Volume;
  };
  groups: {
    readonly rows: readonly (Volume & {
      /** one a field of the question; undefined = not known */
      readonly values: readonly (string | number | boolean | undefined)[];
      readonly more: Readonly<Partial<Record<MoreMeasure, number>>>;
    })[];
    /** groups in all */
    readonly groups: number;
    readonly total: Volume;
    /** of `passed`: the time that was counted, ms since 1970, half-open, and the width of the bins */
    readonly counted?: { readonly from: number; readonly to: number; readonly widthMs: number };
  };
  hosts: { readonly rows: readonly HostRow[]; readonly total: number };
  distinct: { readonly counts: Readonly<Record<string, number>> };
  distribution: {
    /** half-open, in the field's unit in JSON; from 0 to the least edge come first where there are such flows */
    readonly bins: readonly {
      readonly from: number;
      readonly to: number;
      readonly flows: number;
      readonly bytes: number;
      readonly packets: number;
    }[];
    /** flows of which nothing is known */
    readonly unknown: number;
    /** undefined when nothing is known of any flow */
    readonly spread?: {
      readonly least: number;
      readonly median: number;
      readonly mean: number;
      readonly p95: number;
      readonly most: number;
    };
  };
  presence: {
    readonly from: number;
    readonly widthMs: number;
    /** largest first; undefined = other, '' = not known; a host may be in several */
    readonly series: readonly { readonly value: string | undefined; readonly counts: readonly number[] }[];
    /** of hosts: all of them, each once a bin */
    readonly all?: readonly number[];
  };
  links: {
    readonly links: readonly {
      readonly from: string | undefined;
      readonly to: string | undefined;
      readonly value: number;
    }[];
    readonly measure: Measure;
  };
  timeline: {
    /** ms since 1970: start of the first bin; bins follow without gaps */
    readonly from: number;
    readonly widthMs: number;
    /** bytes and packets a bin for each series, largest first; undefined = other, '' = not known */
    readonly series: readonly {
      readonly value: string | undefined;
      readonly bytes: readonly number[];
      readonly packets: readonly number[];
      readonly flows: readonly number[];
    }[];
    /** false where bins are finer than the activity kept and the packets could not be read again */
    readonly exact: boolean;
  };
  durations: {
    readonly bins: readonly {
      /** seconds, half-open; to is undefined for the last */ readonly from: number;
      readonly to: number | undefined;
      readonly flows: number;
      readonly bytes: number;
      readonly packets: number;
    }[];
  };
  places: {
    readonly rows: readonly (Volume & {
      /** ISO alpha-2, or a PLACE_ word of registry/places.ts, or undefined = unknown */ readonly place:
        | string
        | undefined;
      readonly hosts: number;
    })[];
    readonly total: Volume;
  };
  values: { readonly values: readonly { readonly value: string | number | boolean; readonly flows: number }[] };
}

export type Answer<K extends Question['kind']> = Answers[K];

/** A filter that can't be understood: an answer, not an exception. Offsets in the filter text, half-open. */
export interface FilterFault {
  readonly ok: false;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly expected: readonly string[];
}
