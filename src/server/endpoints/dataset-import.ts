import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { DatasetId, JobReply } from '../schemas.ts';

export const datasetImport = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/import',
  summary: 'Import files of this machine where they are, as one stream; from loopback only',
  params: DatasetId,
  body: z.strictObject({ paths: z.array(z.string().min(1).max(4096)).min(1).max(10_000) }),
  reply: JobReply,
  status: 202,
  handler: ({ app, params, body }) => app.importFiles(params.id, body.paths),
});
