import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply, StorageAddress } from '../../schemas.ts';

export const azureWatch = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/azure-watch',
  summary:
    'Watch a storage of Azure and import what appears below a prefix, until the job is cancelled. A link is kept over a restart only encrypted, if the operator set CAPSCOPE_SECRET_KEY',
  params: DatasetId,
  body: z.strictObject({
    ...StorageAddress,
    prefix: z.string().max(1024).optional().meta({ description: 'names that begin with it' }),
    onlyNew: z.boolean().optional().meta({ description: 'leave out what is there already' }),
    everySeconds: z.number().int().min(5).max(86_400).optional(),
  }),
  reply: JobReply,
  status: 202,
  handler: ({ app, params, body: { address, container, signedIn, ...rest } }) => {
    app.dataset(params.id);
    return app.azure.watch(params.id, { ask: { address, container, signedIn }, ...rest });
  },
});
