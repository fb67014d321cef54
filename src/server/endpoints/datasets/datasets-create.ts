import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetName, DatasetReply, Settings } from '../../schemas.ts';

export const datasetsCreate = endpoint({
  method: 'POST',
  path: '/api/datasets',
  summary: 'Make an empty dataset; without a name one is found',
  body: z.strictObject({ name: DatasetName.optional(), settings: Settings.optional() }),
  reply: DatasetReply,
  status: 201,
  handler: ({ app, body }) => app.createDataset(body.name, undefined, body.settings),
});
