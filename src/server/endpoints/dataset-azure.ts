import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { DatasetId, JobReply, StorageAddress } from '../schemas.ts';

export const datasetAzure = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/azure',
  summary:
    'Import a blob of a storage of Azure; answers when its first bytes have come. The address is never kept or told',
  params: DatasetId,
  body: z.strictObject({
    ...StorageAddress,
    path: z.string().min(1).max(1024).meta({ description: 'of the blob in its container' }),
    again: z.boolean().optional().meta({ description: 'also when the dataset has this capture already' }),
  }),
  reply: JobReply,
  status: 202,
  handler: ({ app, params, body: { address, container, path, again = false } }) =>
    app.importBlob(params.id, { address, container }, path, { again }),
});
