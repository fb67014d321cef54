import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply } from '../../schemas.ts';

export const datasetFolder = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/folder',
  summary:
    'Watch a folder of this machine: captures that appear in it are imported where they are, when they are whole, each once. It goes on until /api/jobs/:id/finish, also after a restart',
  params: DatasetId,
  body: z.strictObject({
    path: z.string().min(1).max(4096),
    subfolders: z.boolean().optional().meta({ description: 'those below it, too; true' }),
    onlyNew: z.boolean().optional().meta({ description: 'leave alone what is in it now' }),
  }),
  reply: JobReply,
  status: 202,
  handler: ({ app, params, body }) => {
    app.dataset(params.id);
    return app.folders.watch(params.id, body);
  },
});
