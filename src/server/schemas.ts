/** The shapes of the API that more than one endpoint uses. They follow app/model.ts and query/question.ts. */
import { z } from 'zod';
import { QUALITY_KEYS } from '#app/model.ts';
import { HOST_ORDERS, MORE_MEASURES } from '#query/question.ts';

export const DatasetId = z.object({
  id: z
    .string()
    .regex(/^[a-z2-7]{8}$/)
    .meta({ description: 'the dataset' }),
});

export const DatasetName = z.string().min(1).max(200);

/** ms since 1970 UTC */
const Time = z.number().meta({ description: 'ms since 1970 UTC' });
const Count = z.number().nonnegative();

/** flow/settings.ts */
export const Settings = z.strictObject({
  tunnels: z.enum(['inner', 'outer']).default('inner').meta({ description: 'whose flows tunnelled packets are' }),
  keyBy: z
    .array(z.enum(['vlan', 'vni']))
    .default([])
    .readonly()
    .meta({ description: 'keep networks with overlapping addresses apart' }),
  duplicates: z.enum(['keep', 'drop']).default('keep').meta({ description: 'whether duplicates count in flows' }),
});

export const DatasetReply = z.object({
  id: z.string(),
  name: z.string(),
  created: Time,
  version: Count.meta({ description: 'grows whenever the data changed' }),
  packets: Count,
  bytes: Count,
  flows: Count,
  first: Time.optional(),
  last: Time.optional(),
  fileCount: Count,
  settings: Settings.optional(),
  tags: z.array(z.string()).readonly().optional().meta({ description: 'of the dataset itself' }),
  note: z.string().optional(),
  importing: z.boolean(),
  sparkline: z.array(z.number()).readonly(),
  topApps: z.array(z.object({ app: z.string(), bytes: Count, guessed: z.literal(true).optional() })).readonly(),
});

const FILE_STATES = ['waiting', 'coming', 'importing', 'done', 'known', 'refused', 'cancelled'] as const;

export const RenewalReply = z.object({
  captures: z.array(z.string()).readonly().meta({ description: 'names of those that can be read again' }),
  missing: z.array(z.string()).readonly(),
});

export const JobReply = z.object({
  id: z.string(),
  dataset: z.string(),
  kind: z.string().meta({ description: 'what it does: files, upload, url, stream …' }),
  name: z.string(),
  state: z.enum(['waiting', 'running', 'paused', 'done', 'failed', 'cancelled']),
  needs: z
    .enum(['file', 'link', 'sign-in'])
    .optional()
    .meta({ description: 'what a paused job waits for; see /api/jobs/:id/resume' }),
  standing: z.literal(true).optional().meta({ description: 'goes on until somebody ends it' }),
  bytesRead: Count,
  bytesTotal: Count.optional(),
  bytesReceived: Count.optional().meta({ description: 'bytes that have come, where they come from elsewhere' }),
  packets: Count,
  flows: Count,
  bytesPerSecond: Count,
  secondsLeft: Count.optional(),
  created: Time,
  started: Time,
  ended: Time.optional(),
  error: z.string().optional(),
  warnings: z.array(z.string()).readonly(),
  messages: z
    .array(z.object({ at: Time, text: z.string() }))
    .readonly()
    .optional()
    .meta({ description: 'what happened on the way, newest last' }),
  files: z
    .partialRecord(z.enum(FILE_STATES), Count)
    .optional()
    .meta({ description: 'of a job of several captures: how many are in each state' }),
  live: z
    .object({
      address: z.string().optional().meta({ description: 'where senders connect to' }),
      fingerprint: z.string().optional().meta({ description: 'SHA-256 of the certificate there' }),
      senders: z
        .array(z.object({ name: z.string(), format: z.string().optional(), bytes: Count, packets: Count }))
        .readonly()
        .meta({ description: 'connected now, the first of them' }),
      gone: Count.meta({ description: 'senders that have ended' }),
      heldBack: z.boolean().meta({ description: 'senders are made to wait, as decoding lags' }),
    })
    .optional()
    .meta({ description: 'of a live source, while it runs' }),
});

/** How long packets of a live source are kept. */
export const Keep = {
  keepBytes: z
    .int()
    .min(32 * 1024 ** 2)
    .optional()
    .meta({ description: 'older packets are deleted beyond so many bytes; their flows stay' }),
  keepMs: z.int().min(60_000).optional().meta({ description: 'packets older than this are deleted; their flows stay' }),
};

export const JobFileReply = z.object({
  id: z.string(),
  name: z.string(),
  size: Count.optional(),
  received: Count,
  state: z.enum(FILE_STATES),
  modified: Time.optional(),
  reason: z.string().optional(),
});

const CaptureInterfaceReply = z.object({
  linkType: z.string(),
  snapLen: Count,
  name: z.string().optional(),
  description: z.string().optional(),
  comment: z.string().optional(),
  filter: z.string().optional(),
  os: z.string().optional(),
  hardware: z.string().optional(),
  received: Count.optional(),
  droppedByInterface: Count.optional(),
  accepted: Count.optional(),
  droppedBySystem: Count.optional(),
  delivered: Count.optional(),
});

export const CaptureFileReply = z.object({
  id: Count,
  name: z.string(),
  size: Count,
  sha256: z.string().optional(),
  containers: z.array(z.string()).readonly().optional(),
  captureSize: Count.optional(),
  format: z.string(),
  linkTypes: z.array(z.string()).readonly(),
  snapLen: Count,
  packets: Count,
  bytes: Count,
  first: Time.optional(),
  last: Time.optional(),
  accounts: z.object({ decoded: Count, truncated: Count, malformed: Count, unsupported: Count }),
  warnings: z.array(z.string()).readonly(),
  hardware: z.string().optional(),
  os: z.string().optional(),
  application: z.string().optional(),
  interfaces: z.array(CaptureInterfaceReply).readonly().optional(),
  comments: z
    .array(z.object({ text: z.string(), packet: Count.optional() }))
    .readonly()
    .optional(),
  commentCount: Count.optional(),
  drops: z
    .object({ byInterface: Count.optional(), bySystem: Count.optional(), betweenPackets: Count.optional() })
    .optional()
    .meta({ description: 'packets that the capture says were lost; 0 is told to be none, absent is not told' }),
  secrets: z.array(z.string()).readonly().optional().meta({ description: 'kinds of decryption secrets in it' }),
  blocks: z.record(z.string(), Count).optional().meta({ description: 'pcapng: blocks by kind' }),
});

const Standing = z.enum(['good', 'note', 'bad', 'unknown']);

export const QualityReply = z.object({
  standing: Standing.exclude(['unknown']).meta({ description: 'the worst of all items' }),
  text: z.string(),
  items: z
    .array(
      z.object({
        key: z.enum(QUALITY_KEYS),
        label: z.string(),
        standing: Standing,
        count: Count.meta({ description: 'how much of what has it' }),
        of: Count,
        unit: z.enum(['files', 'packets', 'flows', 'bytes', 'checksums']),
        text: z.string().meta({ description: 'what was found, and what it means for the numbers' }),
        filter: z.string().optional().meta({ description: 'shows the flows that have it' }),
        parts: z.array(z.object({ label: z.string(), count: Count })).readonly(),
      }),
    )
    .readonly(),
});

export const ErrorReply = z.object({
  code: z.string().meta({ description: 'stays the same between versions' }),
  message: z.string().meta({ description: 'one line for people' }),
});

const MAX_FILTER_LENGTH = 10_000;
const MAX_FIELD_LENGTH = 64;

export const FilterText = z.string().max(MAX_FILTER_LENGTH);
const FieldKey = z.string().max(MAX_FIELD_LENGTH);
export const Scope = z.strictObject({
  filter: FilterText.meta({ description: 'the filter language; empty = all flows' }),
  from: Time.optional(),
  to: Time.optional(),
});
const Measure = z.enum(['bytes', 'packets', 'flows']);
const SortKey = z.strictObject({ field: FieldKey, descending: z.boolean() });
const Whole = z.int().nonnegative();
const Highlight = FilterText.optional().meta({
  description: 'a filter: the same groups in the same order, with volumes of the flows that pass it, too',
});

export const QuestionBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totals'), scope: Scope }),
  z.strictObject({
    kind: z.literal('flows'),
    scope: Scope,
    fields: z.array(FieldKey).max(100),
    sort: z.array(SortKey).max(8),
    offset: Whole,
    limit: Whole.max(10_000),
  }),
  z.strictObject({ kind: z.literal('flow'), id: Whole }),
  z.strictObject({
    kind: z.literal('top'),
    scope: Scope,
    field: FieldKey,
    measure: z.enum(['bytes', 'packets', 'flows', 'sentBytes', 'receivedBytes']),
    limit: Whole.max(10_000),
    highlight: Highlight,
  }),
  z.strictObject({
    kind: z.literal('links'),
    scope: Scope,
    from: FieldKey,
    to: FieldKey,
    measure: Measure,
    limit: Whole.max(1000),
    highlight: Highlight,
  }),
  z.strictObject({
    kind: z.literal('timeline'),
    scope: Scope,
    by: FieldKey,
    limit: Whole.max(100),
    bins: Whole.min(1).max(10_000),
  }),
  z.strictObject({
    kind: z.literal('groups'),
    scope: Scope,
    by: z.array(FieldKey).min(1).max(3),
    more: z.array(z.enum(MORE_MEASURES)).max(MORE_MEASURES.length),
    sort: z.enum(['bytes', 'packets', 'flows', 'sentBytes', 'receivedBytes', ...MORE_MEASURES]),
    ascending: z.boolean().optional(),
    passed: z
      .literal(true)
      .optional()
      .meta({ description: 'volumes of the packets within the time alone, to whole bins; without `more`' }),
    offset: Whole,
    limit: Whole.max(10_000),
    highlight: Highlight,
  }),
  z.strictObject({
    kind: z.literal('hosts'),
    scope: Scope,
    sort: z.enum(HOST_ORDERS),
    descending: z.boolean(),
    offset: Whole,
    limit: Whole.max(1000),
  }),
  z.strictObject({ kind: z.literal('distinct'), scope: Scope, fields: z.array(FieldKey).min(1).max(20) }),
  z.strictObject({ kind: z.literal('distribution'), scope: Scope, field: FieldKey }),
  z.strictObject({
    kind: z.literal('presence'),
    scope: Scope,
    of: z.enum(['flows', 'hosts']),
    by: FieldKey,
    limit: Whole.max(100),
    bins: Whole.min(1).max(5000),
  }),
  z.strictObject({ kind: z.literal('durations'), scope: Scope }),
  z.strictObject({ kind: z.literal('places'), scope: Scope }),
  z.strictObject({
    kind: z.literal('values'),
    scope: Scope,
    field: FieldKey,
    text: z.string().max(1000),
    limit: Whole.max(1000),
  }),
]);

export const MarkResultReply = z.object({
  matched: Count.meta({ description: 'flows or hosts that were meant' }),
  changed: Count,
  beyond: Count.meta({ description: 'left out: more than are marked at once' }),
  open: Count.meta({ description: 'left out: flows still open while an import runs' }),
  undo: z.string().optional().meta({ description: 'takes the change back' }),
});

export const FaultReply = z.object({
  ok: z.literal(false),
  message: z.string(),
  start: Count,
  end: Count,
  expected: z.array(z.string()).readonly(),
});

/** Where a storage of Azure is. */
export const StorageAddress = {
  address: z.string().min(1).max(20_000).meta({
    description:
      'a link to an account, a container or a folder in it, with a SAS or for the signed-in user; or a connection string',
  }),
  container: z.string().min(1).max(63).optional().meta({ description: 'where the address names none' }),
  signedIn: z.boolean().optional().meta({ description: 'ask as the user signed in to Azure' }),
} as const;
