import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { CaptureFileReply, DatasetId } from '../../schemas.ts';

export const datasetFiles = endpoint({
  method: 'GET',
  path: '/api/datasets/:id/files',
  summary: 'The capture files of a dataset; sha256 is told once it has been computed',
  params: DatasetId,
  reply: z.array(CaptureFileReply),
  handler: async ({ app, params }) => [...(await app.files(params.id))],
});
