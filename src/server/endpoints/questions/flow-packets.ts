import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId } from '../../schemas.ts';

const MOST = 1000;
const Count = z.int().nonnegative();
const FlowId = DatasetId.extend({
  flow: z.coerce.number().int().nonnegative().meta({ description: 'id of the flow' }),
});

export const flowPackets = endpoint({
  method: 'GET',
  path: '/api/datasets/:id/flows/:flow/packets',
  summary: 'A page of the packets of a flow, read back from its capture file',
  params: FlowId,
  query: z.strictObject({
    offset: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().nonnegative().max(MOST).default(200),
  }),
  reply: z.object({
    total: Count,
    isCut: z.boolean().meta({ description: 'the flow has more packets than are listed' }),
    rows: z
      .array(
        z.object({
          number: Count,
          time: z.number(),
          fromSource: z.boolean(),
          bytes: Count,
          captured: Count,
          payload: Count,
          flags: z.string().optional(),
          seq: Count.optional(),
          ack: Count.optional(),
          window: Count.optional(),
          icmp: z.tuple([Count, Count]).readonly().optional(),
        }),
      )
      .readonly(),
    activity: z.object({
      from: z.number(),
      widthMs: z.number(),
      sentBytes: z.array(z.number()).readonly(),
      receivedBytes: z.array(z.number()).readonly(),
    }),
  }),
  handler: ({ app, params, query }) => app.questions.flowPackets(params.id, params.flow, query),
});

export const flowPacket = endpoint({
  method: 'GET',
  path: '/api/datasets/:id/flows/:flow/packets/:packet',
  summary: 'The captured bytes of one packet of a flow, and the parts they are made of',
  params: FlowId.extend({ packet: z.coerce.number().int().nonnegative().meta({ description: 'from 0' }) }),
  reply: z.object({
    base64: z.string(),
    layers: z.string(),
    parts: z
      .array(
        z.object({
          name: z.enum(['link', 'network', 'transport', 'payload', 'rest']),
          from: Count,
          to: Count,
        }),
      )
      .readonly(),
  }),
  handler: ({ app, params }) => app.questions.flowPacket(params.id, params.flow, params.packet),
});
