import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply } from '../../schemas.ts';

/** A folder of rotated captures has tens of thousands. */
const MAX_PATHS = 100_000;

export const datasetImport = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/import',
  summary:
    'Import files of this machine where they are, as one stream; a folder stands for the captures in it; from loopback only',
  params: DatasetId,
  body: z.strictObject({
    paths: z.array(z.string().min(1).max(4096)).min(1).max(MAX_PATHS),
    again: z.boolean().optional().meta({ description: 'import what the dataset has already once more' }),
  }),
  bodyBytes: 32 * 1024 * 1024,
  reply: JobReply,
  status: 202,
  handler: ({ app, params, body }) => app.imports.files(params.id, body.paths, { again: body.again === true }),
});
