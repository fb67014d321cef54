import { z } from 'zod';
import { MOST_AT_ONCE } from '#query/marks.ts';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, DatasetName, DatasetReply, Settings } from '../../schemas.ts';

export const datasetEdit = endpoint({
  method: 'PATCH',
  path: '/api/datasets/:id',
  summary: 'Change a dataset: its name, tags, note; how what is imported from now on becomes flows',
  params: DatasetId,
  body: z.strictObject({
    name: DatasetName.optional(),
    settings: Settings.optional(),
    tags: z.array(z.string().max(400)).max(MOST_AT_ONCE).optional(),
    note: z.string().max(10_000).optional(),
  }),
  reply: DatasetReply,
  handler: ({ app, params, body }) => app.own.edit(params.id, body),
});
