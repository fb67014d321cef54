import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { DatasetId, DatasetName, DatasetReply } from '../schemas.ts';

export const datasetRename = endpoint({
  method: 'PATCH',
  path: '/api/datasets/:id',
  summary: 'Rename a dataset',
  params: DatasetId,
  body: z.strictObject({ name: DatasetName }),
  reply: DatasetReply,
  handler: ({ app, params, body }) => app.renameDataset(params.id, body.name),
});
