import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply, Settings } from '../../schemas.ts';

export const datasetReread = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/reread',
  summary:
    'Read all captures of a dataset again from where they lie, with other settings, which are its own from then on; until that has ended, and when it fails, its flows are those of before',
  params: DatasetId,
  body: z.strictObject({ settings: Settings }),
  reply: JobReply,
  status: 202,
  handler: ({ app, params, body }) => app.imports.reread(params.id, body.settings),
});
