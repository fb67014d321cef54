import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply, Keep } from '../../schemas.ts';

export const datasetCapture = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/capture',
  summary:
    'Capture on an interface of this machine; answers when it does. It goes on until /api/jobs/:id/finish. Only where the server was started with --allow-capture',
  params: DatasetId,
  body: z.strictObject({
    interface: z.string().min(1).max(256),
    filter: z
      .string()
      .max(4096)
      .optional()
      .meta({ description: "capture filter in libpcap's language; empty = all packets" }),
    snapLen: z.int().min(64).max(262_144).optional().meta({ description: 'bytes kept of each packet' }),
    promiscuous: z.boolean().optional(),
    ...Keep,
  }),
  reply: JobReply,
  status: 202,
  handler: ({ app, params, body }) => {
    app.dataset(params.id);
    return app.live.capture(params.id, body);
  },
});
