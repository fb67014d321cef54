import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply } from '../../schemas.ts';

export const datasetUrl = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/url',
  summary:
    'Import a capture by its URL; answers when its first bytes have come. The query of the URL is never kept or told',
  params: DatasetId,
  body: z.strictObject({
    url: z.string().min(1).max(20_000),
    again: z.boolean().optional().meta({ description: 'also when the dataset has this capture already' }),
  }),
  reply: JobReply,
  status: 202,
  handler: ({ app, params, body }) => app.imports.url(params.id, body.url, { again: body.again === true }),
});
