import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply } from '../../schemas.ts';

export const datasetUpload = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/upload',
  summary:
    'Upload a capture; its import begins with the first bytes. Answers when the last byte has come: from then on it is kept, and imported after a crash, too. What broke off before is sent again; uploads by tus (/api/uploads) go on where they were',
  params: DatasetId,
  query: z.strictObject({
    name: z.string().min(1).max(500).meta({ description: "the file's name" }),
    keep: z
      .enum(['true', 'false'])
      .optional()
      .meta({ description: 'false: keep no copy; its packets cannot be read back then' }),
    again: z.enum(['true', 'false']).optional().meta({ description: 'also when the dataset has this capture already' }),
    size: z.coerce.number().int().nonnegative().optional().meta({ description: 'bytes, where they are known' }),
  }),
  stream: 'application/octet-stream',
  reply: JobReply,
  status: 202,
  handler: ({ app, params, query, request }) =>
    app.imports.upload(params.id, {
      name: query.name,
      ...(query.size === undefined ? {} : { size: query.size }),
      again: query.again === 'true',
      keep: query.keep !== 'false',
      bytes: request.raw,
    }),
});
