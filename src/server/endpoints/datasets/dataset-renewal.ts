import { endpoint } from '../../endpoint.ts';
import { DatasetId, RenewalReply } from '../../schemas.ts';

export const datasetRenewal = endpoint({
  method: 'GET',
  path: '/api/datasets/:id/renewal',
  summary:
    'Which captures of a dataset that another version made (its questions fail with DATASET_SCHEMA) are still there',
  params: DatasetId,
  reply: RenewalReply,
  handler: ({ app, params }) => app.imports.renewal(params.id),
});
