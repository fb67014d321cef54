import { endpoint } from '../endpoint.ts';
import { DatasetId, DatasetReply } from '../schemas.ts';

export const datasetGet = endpoint({
  method: 'GET',
  path: '/api/datasets/:id',
  summary: 'One dataset',
  params: DatasetId,
  reply: DatasetReply,
  handler: ({ app, params }) => app.dataset(params.id),
});
