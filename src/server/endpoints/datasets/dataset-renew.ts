import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply } from '../../schemas.ts';

export const datasetRenew = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/renewal',
  summary:
    'Read the captures of a dataset that another version made again, as far as they are still there; tags and notes on its flows and hosts are lost',
  params: DatasetId,
  reply: JobReply,
  status: 202,
  handler: ({ app, params }) => app.imports.renew(params.id),
});
