import { endpoint } from '../../endpoint.ts';
import { DatasetId, DatasetReply } from '../../schemas.ts';

export const datasetGet = endpoint({
  method: 'GET',
  path: '/api/datasets/:id',
  summary: 'One dataset',
  params: DatasetId,
  reply: DatasetReply,
  async handler({ app, params }) {
    await app.freshen([params.id]);
    return app.dataset(params.id);
  },
});
