import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, FilterText } from '../../schemas.ts';

export const datasetHints = endpoint({
  method: 'GET',
  path: '/api/datasets/:id/hints',
  summary: 'Words in a filter that no flow has and that are not known, with the nearest ones',
  params: DatasetId,
  query: z.strictObject({ filter: FilterText }),
  reply: z.array(
    z.object({
      message: z.string(),
      start: z.number(),
      end: z.number(),
      word: z.string(),
      nearest: z.string().optional(),
    }),
  ),
  handler: async ({ app, params, query }) => [...(await app.questions.hints(params.id, query.filter))],
});
