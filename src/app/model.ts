/** Datasets, their files and jobs as the API and the page see them. Times are ms since 1970 UTC. */
import type { DecodeSettings } from '#flow/settings.ts';
import type { Accounts } from '#wire/check.ts';

export interface Dataset {
  /** short random identifier, part of URLs and of the folder name */
  readonly id: string;
  readonly name: string;
  readonly created: number;
  /** grows whenever the data changed: part of every cache key */
  readonly version: number;
  readonly packets: number;
  readonly bytes: number;
  readonly flows: number;
  readonly first?: number;
  readonly last?: number;
  readonly fileCount: number;
  /** how its packets become flows, chosen when it was made; undefined = the defaults */
  readonly settings?: DecodeSettings;
  /** what users put on the dataset itself */
  readonly tags?: readonly string[];
  readonly note?: string;
  /** import under way */
  readonly importing: boolean;
  /** for the card: bytes a bin over the span (about 60 bins), and the largest apps */
  readonly sparkline: readonly number[];
  /** `guessed`: most of its flows are told by their port alone */
  readonly topApps: readonly { readonly app: string; readonly bytes: number; readonly guessed?: true }[];
}

export interface CaptureFile {
  readonly id: number;
  readonly name: string;
  /** bytes of what was given: of the compressed file or archive where `containers` tells of one */
  readonly size: number;
  /** hex, of the same bytes; undefined until it has been computed */
  readonly sha256?: string;
  /** what the capture was in, outermost first: zip, gzip … */
  readonly containers?: readonly string[];
  /** bytes of the capture itself, where it was in a container */
  readonly captureSize?: number;
  readonly format: string;
  readonly linkTypes: readonly string[];
  readonly snapLen: number;
  readonly packets: number;
  readonly bytes: number;
  readonly first?: number;
  readonly last?: number;
  readonly accounts: Accounts;
  /** plain sentences: cut off at byte N, clock ran backwards, … */
  readonly warnings: readonly string[];
  /** what the capture tells about itself */
  readonly hardware?: string;
  readonly os?: string;
  /** program that wrote it */
  readonly application?: string;
  readonly interfaces?: readonly CaptureInterface[];
  readonly comments?: readonly CaptureComment[];
  /** also those beyond `comments` */
  readonly commentCount?: number;
  /** packets that the capture says were lost; absent: not told */
  readonly drops?: CaptureDrops;
  /** kinds of the decryption secrets in it, one each: never the secrets */
  readonly secrets?: readonly string[];
  /** pcapng: blocks by their names in the specification */
  readonly blocks?: Readonly<Record<string, number>>;
}

export interface CaptureInterface {
  readonly linkType: string;
  readonly snapLen: number;
  readonly name?: string;
  readonly description?: string;
  readonly comment?: string;
  /** capture filter */
  readonly filter?: string;
  readonly os?: string;
  readonly hardware?: string;
  /** as its last statistics tell: packets received, lost at the interface, passed by the filter, lost in the system, handed over */
  readonly received?: number;
  readonly droppedByInterface?: number;
  readonly accepted?: number;
  readonly droppedBySystem?: number;
  readonly delivered?: number;
}

export interface CaptureComment {
  readonly text: string;
  /** number of the packet it belongs to, from 1; without, it is on a section */
  readonly packet?: number;
}

/** 0 is told to be none, absent is not told. */
export interface CaptureDrops {
  /** lost at the interface, for want of buffers */
  readonly byInterface?: number;
  /** lost in the operating system */
  readonly bySystem?: number;
  /** told with the packets behind the gaps */
  readonly betweenPackets?: number;
}

/** waiting: for its turn · paused: by the user, or until it has what it `needs` */
export type JobState = 'waiting' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

/** What a paused job waits for: the file given again, the link given again, a sign-in. */
export type JobNeeds = 'file' | 'link' | 'sign-in';

/** One capture of a job of several. */
export interface JobFile {
  /** in its job */
  readonly id: string;
  readonly name: string;
  readonly size?: number;
  /** bytes that have come */
  readonly received: number;
  /** coming: of an upload · known: the dataset has it already */
  readonly state: 'waiting' | 'coming' | 'importing' | 'done' | 'known' | 'refused' | 'cancelled';
  /** when the file was last changed, ms since 1970 UTC, as its sender tells */
  readonly modified?: number;
  /** why it was refused or left out */
  readonly reason?: string;
}

/** One thing that Capscope does for the user and that takes its time: an import, a watch, a live stream. */
export interface Job {
  readonly id: string;
  readonly dataset: string;
  /** what it does: files, upload, url, stream … (app/jobs/jobs.ts) */
  readonly kind: string;
  readonly name: string;
  readonly state: JobState;
  readonly needs?: JobNeeds;
  /** goes on until somebody ends it */
  readonly standing?: true;
  /** bytes of the capture read so far, and in all where known */
  readonly bytesRead: number;
  readonly bytesTotal?: number;
  /** bytes that have come, where they come from elsewhere */
  readonly bytesReceived?: number;
  readonly packets: number;
  readonly flows: number;
  readonly bytesPerSecond: number;
  readonly secondsLeft?: number;
  readonly created: number;
  readonly started: number;
  readonly ended?: number;
  /** one line in the user's words, when failed; when paused, what to do */
  readonly error?: string;
  readonly warnings: readonly string[];
  /** what happened on the way, newest last */
  readonly messages?: readonly { readonly at: number; readonly text: string }[];
  /** of a job of several files: how many there are in each state; the files are asked for apart */
  readonly files?: Readonly<Partial<Record<JobFile['state'], number>>>;
  /** of a live source, while it runs */
  readonly live?: LiveFacts;
}

/** Who sends to a live source. */
export interface LiveFacts {
  /** where senders connect to: 127.0.0.1:57012 */
  readonly address?: string;
  /** SHA-256 of the certificate there */
  readonly fingerprint?: string;
  /** connected now, the first of them */
  readonly senders: readonly {
    readonly name: string;
    readonly format?: string;
    readonly bytes: number;
    readonly packets: number;
  }[];
  /** those that have ended */
  readonly gone: number;
  /** senders are made to wait, as decoding lags */
  readonly heldBack: boolean;
}

/** good: as it should be · note: good to know · bad: numbers are off because of it · unknown: the capture does not tell */
export type Standing = 'good' | 'note' | 'bad' | 'unknown';

/** One thing that can be wrong with captures. */
export interface QualityItem {
  readonly key: QualityKey;
  readonly label: string;
  readonly standing: Standing;
  /** how much of what has it: `of` is 0 where there is nothing of that kind */
  readonly count: number;
  readonly of: number;
  readonly unit: 'files' | 'packets' | 'flows' | 'bytes' | 'checksums';
  /** plain sentences: what was found, and what it means for the numbers */
  readonly text: string;
  /** the flows that have it, in the filter language */
  readonly filter?: string;
  /** what it is made of, most first */
  readonly parts: readonly { readonly label: string; readonly count: number }[];
}

export const QUALITY_KEYS = [
  'readable',
  'truncated',
  'ports',
  'malformed',
  'unsupported',
  'drops',
  'missing',
  'one_sided',
  'clock',
  'silence',
  'duplicates',
  'checksums',
  'identified',
] as const;
export type QualityKey = (typeof QUALITY_KEYS)[number];

/** How good the captures of a dataset are. */
export interface Quality {
  /** the worst of all that is known */
  readonly standing: Exclude<Standing, 'unknown'>;
  /** one line for people */
  readonly text: string;
  /** one of each key, in their order */
  readonly items: readonly QualityItem[];
}

/** A part of a filter, half-open, that is right and yet finds nothing: a word that is none. */
export interface FilterHint {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly word: string;
  /** the word that may have been meant */
  readonly nearest?: string;
}

/** A packet of a flow, as its headers tell. */
export interface FlowPacket {
  /** within the flow, from 0 */
  readonly number: number;
  /** ms since 1970 UTC */
  readonly time: number;
  readonly fromSource: boolean;
  /** on the wire, and how many of them were captured */
  readonly bytes: number;
  readonly captured: number;
  /** above the transport header, on the wire */
  readonly payload: number;
  /** of TCP: FSRPAUEC; numbers from 0 at the SYN, or from 1 at the first that was captured; the window as in the header */
  readonly flags?: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly window?: number;
  /** of ICMP: type and code */
  readonly icmp?: readonly [number, number];
}

/** Packets of a flow, read back from the capture file, in its order. */
export interface FlowPackets {
  readonly total: number;
  /** the flow has more than are listed */
  readonly isCut: boolean;
  readonly rows: readonly FlowPacket[];
  /** bytes of all listed packets over time; ms since 1970 UTC */
  readonly activity: {
    readonly from: number;
    readonly widthMs: number;
    readonly sentBytes: readonly number[];
    readonly receivedBytes: readonly number[];
  };
}

/** The captured bytes of one packet. */
export interface PacketBytes {
  readonly base64: string;
  /** eth:ipv4:tcp */
  readonly layers: string;
  /** half-open, in bytes, without gaps; headers around a tunnelled packet are of its link */
  readonly parts: readonly {
    readonly name: 'link' | 'network' | 'transport' | 'payload' | 'rest';
    readonly from: number;
    readonly to: number;
  }[];
}

/** Captures of a dataset that another version made, by name. */
export interface Renewal {
  /** that can be read again */
  readonly captures: readonly string[];
  readonly missing: readonly string[];
}
