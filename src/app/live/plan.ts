/** What live sources keep on disk of what the user wished: never a token, key or password. */
import { z } from 'zod';

const Whole = z.int().nonnegative();

/** What all kinds have. */
const Common = {
  /** packets older than these many bytes or ms are deleted, their flows stay; undefined = all are kept */
  keepBytes: Whole.optional(),
  keepMs: Whole.optional(),
  /** number of the last segment that is in the dataset */
  imported: Whole,
  totals: z.object({ bytesRead: z.number(), packets: z.number(), flows: z.number() }),
  /** it has run before, in this or another process */
  begun: z.boolean(),
};

export const ListenPlan = z.object({
  ...Common,
  host: z.string(),
  port: Whole.max(65_535),
  /** own: a certificate made at each start · files of the operator's, PEM */
  tls: z.union([z.literal('none'), z.literal('own'), z.object({ cert: z.string(), key: z.string() })]),
  /** of the token: salt, and SHA-256 of salt and token, hex */
  token: z.object({ salt: z.string(), hash: z.string() }).optional(),
  from: z.array(z.string()).readonly(),
  idleMs: Whole,
  maxSenders: Whole,
});
export type ListenPlan = z.infer<typeof ListenPlan>;

export const StreamPlan = z.object({ ...Common, address: z.string() });
export type StreamPlan = z.infer<typeof StreamPlan>;

export const CapturePlan = z.object({
  ...Common,
  interface: z.string(),
  filter: z.string(),
  snapLen: Whole.optional(),
  promiscuous: z.boolean(),
});
export type CapturePlan = z.infer<typeof CapturePlan>;

export type LivePlan = ListenPlan | StreamPlan | CapturePlan;

export const NEW = { imported: 0, totals: { bytesRead: 0, packets: 0, flows: 0 }, begun: false } as const;
