import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply, StorageAddress } from '../../schemas.ts';

export const datasetAzure = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/azure',
  summary:
    'Import blobs of a storage of Azure as one stream; answers when it is known that they are there. The address is never kept or told',
  params: DatasetId,
  body: z.strictObject({
    ...StorageAddress,
    path: z.string().min(1).max(1024).optional().meta({ description: 'of the blob in its container' }),
    paths: z.array(z.string().min(1).max(1024)).max(5000).optional().meta({ description: 'of several blobs' }),
    again: z.boolean().optional().meta({ description: 'also when the dataset has this capture already' }),
  }),
  reply: JobReply,
  status: 202,
  handler: ({ app, params, body: { address, container, signedIn, path, paths = [], again = false } }) => {
    const all = path === undefined ? paths : [path, ...paths];
    app.dataset(params.id);
    return app.azure.importBlobs(params.id, { address, container, signedIn }, all, { again });
  },
});
