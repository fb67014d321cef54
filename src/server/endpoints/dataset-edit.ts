import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { DatasetId, DatasetName, DatasetReply, Settings } from '../schemas.ts';

export const datasetEdit = endpoint({
  method: 'PATCH',
  path: '/api/datasets/:id',
  summary: 'Change a dataset: its name; how what is imported from now on becomes flows',
  params: DatasetId,
  body: z.strictObject({ name: DatasetName.optional(), settings: Settings.optional() }),
  reply: DatasetReply,
  handler: ({ app, params, body }) => app.own.edit(params.id, body),
});
