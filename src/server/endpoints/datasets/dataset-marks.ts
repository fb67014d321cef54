import { z } from 'zod';
import { MOST_AT_ONCE, MOST_MARKED } from '#query/marks.ts';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, MarkResultReply, Scope } from '../../schemas.ts';

const Tags = z.array(z.string().max(400)).max(MOST_AT_ONCE);
const Count = z.number().nonnegative();

export const marksGet = endpoint({
  method: 'GET',
  path: '/api/datasets/:id/marks',
  summary: 'Tags with the flows and hosts that have them, and hosts with tags or notes',
  params: DatasetId,
  reply: z.object({
    tags: z.array(z.object({ tag: z.string(), flows: Count, hosts: Count })).readonly(),
    hosts: z
      .array(z.object({ ip: z.string(), tags: z.array(z.string()).readonly(), note: z.string().optional() }))
      .readonly(),
    notes: Count.meta({ description: 'flows with a note' }),
  }),
  handler: ({ app, params }) => app.own.marks(params.id),
});

export const marksChange = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/marks',
  summary: 'Put tags and a note on flows, on all flows in scope, or on hosts, or take them away',
  params: DatasetId,
  body: z.strictObject({
    on: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('flows'), ids: z.array(z.int().nonnegative()).min(1).max(10_000) }),
      z.strictObject({ kind: z.literal('scope'), scope: Scope }).meta({
        description: `all flows in scope, the first ${MOST_MARKED} of them`,
      }),
      z.strictObject({ kind: z.literal('hosts'), ips: z.array(z.string().max(50)).min(1).max(1000) }),
    ]),
    add: Tags.default([]),
    remove: Tags.default([]),
    note: z.string().max(10_000).optional().meta({ description: 'empty takes the note away' }),
  }),
  reply: MarkResultReply,
  handler: ({ app, params, body }) => app.own.mark(params.id, body as Parameters<typeof app.own.mark>[1]),
});

export const marksUndo = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/marks/undo',
  summary: 'Take a change of tags and notes back, as long as no import has changed its flows',
  params: DatasetId,
  body: z.strictObject({ undo: z.string().max(100) }),
  reply: z.object({}),
  handler: async ({ app, params, body }) => {
    await app.own.takeBack(params.id, body.undo);
    return {};
  },
});
