import { z } from 'zod';
import { MOST_FILES } from '#app/jobs/upload-job.ts';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobFileReply, JobReply } from '../../schemas.ts';

export const datasetUploads = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/uploads',
  summary:
    'Announce captures that are to be uploaded as one stream: answers with a job and an upload for each file. Their bytes go to /api/uploads/JOB-FILE by tus 1.0 (HEAD tells the offset, PATCH sends behind it)',
  params: DatasetId,
  body: z.strictObject({
    files: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(500),
          size: z.int().nonnegative(),
          modified: z.number().optional().meta({ description: 'when it was last changed, ms since 1970 UTC' }),
        }),
      )
      .min(1)
      .max(MOST_FILES),
    again: z.boolean().optional().meta({ description: 'also those that the dataset has already' }),
  }),
  bodyBytes: 16 * 1024 * 1024,
  reply: z.object({ job: JobReply, files: z.array(JobFileReply) }),
  status: 201,
  handler: ({ app, params, body }) => {
    app.dataset(params.id);
    const { job, files } = app.uploads.create(params.id, body.files, body.again === true);
    return { job, files: [...files] };
  },
});
